/* modules.c -- what importing a package tells of the file that does. */
#include "engine/modules.h"

#include <stddef.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Ending in '*': what begins so. */
static const char *const firm_server[] = {"server-only", "server-cli-only", "$env/static/private",
                                          "$env/dynamic/private",
                                          "$app/server"};
static const char *const firm_client[] = {"client-only"};

static const char *const server[] = {
    /* of Node, without those that bundlers replace for browsers */
    "node:*", "fs", "fs/promises", "child_process", "http", "https", "http2", "net", "tls", "dns", "dgram", "cluster",
        "os",
    "worker_threads", "readline", "readline/promises", "repl", "vm", "v8", "async_hooks", "perf_hooks", "inspector",
        "module",
    "tty", "path", "bun", "bun:*",
    /* servers and functions */
    "express", "express-*", "fastify", "fastify-plugin", "@fastify/*", "koa", "@koa/*", "koa-*", "hono", "hono/*", "@hono/*", "@hapi/*",
    "@nestjs/*", "restify", "polka", "elysia", "@adonisjs/*", "connect", "body-parser", "cookie-parser", "multer",
        "helmet",
    "cors", "morgan", "@apollo/server*", "apollo-server*", "graphql-yoga", "@trpc/server*", "socket.io", "ws",
        "aws-lambda",
    "firebase-functions*", "firebase-admin*", "@google-cloud/*", "@azure/functions", "@netlify/functions",
        "@vercel/node",
    "@vercel/edge", "cloudflare:*", "@cloudflare/workers-types", "next/server", "next/headers", "next/cache",
        "itty-router",
    "@sveltejs/kit/node*", "@remix-run/node", "@remix-run/express", "@remix-run/cloudflare", "h3", "nitropack*",
        "vinxi*",
    "@middy/*", "serverless-http", "inngest*", "bullmq", "node-cron", "probot",
    /* databases and what keeps secrets */
    "pg", "mysql", "mysql2*", "mongodb", "mongoose", "redis", "ioredis", "@prisma/client", "knex", "sequelize",
        "typeorm",
    "aws-cdk-lib*", "@aws-cdk/*", "@pulumi/*", "sst/*", "discord.js", "telegraf", "@slack/bolt", "stripe", "resend",
        "twilio",
    "@sendgrid/mail", "@modelcontextprotocol/sdk/server*", "@clerk/nextjs/server", "iron-session", "winston", "pino",
    "https://deno.land/*", "npm:*", "jsr:*", "drizzle-orm/*", "better-sqlite3", "sqlite3", "dotenv*", "jsonwebtoken",
        "bcrypt", "nodemailer", "better-auth",
    "better-auth/node", "@apso/better-auth-adapter", "@apso/better-auth-apso-adapter",
    /* command lines and builds */
    "commander", "yargs*", "inquirer", "@inquirer/*", "ora", "chalk", "prompts", "execa", "shelljs", "zx*", "oclif",
    "@oclif/*", "puppeteer*", "vite", "vite/*", "webpack", "esbuild", "rollup",
};

static const char *const client[] = {
    "firebase/*", "next-auth/react", "@stripe/stripe-js", "@stripe/react-stripe-js", "react-dom*", "react-native*",
        "expo*", "@react-navigation/*", "next/router", "next/navigation", "vue",
        "vue-router",
    "pinia", "vuex", "svelte", "svelte/*", "solid-js*", "preact*", "@angular/*", "jquery", "lit", "lit/*",
        "@stencil/core",
    "react-router-dom", "@reduxjs/toolkit/query/react", "react-redux", "zustand", "swr", "@tanstack/react-query",
    "better-auth/react", "better-auth/client", "better-auth/vue", "better-auth/svelte", "framer-motion", "alpinejs",
    "@ionic/*", "@capacitor/*", "@mui/*", "antd", "$app/navigation", "$app/stores", "$app/state",
        "webextension-polyfill",
    "#app", "@tauri-apps/api*",
};

static bool is_in(str specifier, const char *const *list, size_t len) {
  for (size_t i = 0; i < len; i++) {
    str row = str_from(list[i]);
    bool begins = row.ptr[row.len - 1] == '*';
    if (begins ? str_starts(specifier, str_head(row, row.len - 1)) : str_eq(specifier, row))
      return true;
  }
  return false;
}

struct module_sign module_tells(str specifier) {
  if (specifier.len == 0 || specifier.ptr[0] == '.' || specifier.ptr[0] == '/')
    return (struct module_sign){EXPOSURE_UNKNOWN, false};
  if (is_in(specifier, firm_server, COUNT_OF(firm_server)))
    return (struct module_sign){EXPOSURE_SERVER, true};
  if (is_in(specifier, firm_client, COUNT_OF(firm_client)))
    return (struct module_sign){EXPOSURE_CLIENT, true};
  if (str_ends(specifier, STR("/server")) && str_starts(specifier, STR("react-dom")))
    return (struct module_sign){EXPOSURE_SERVER, false};
  if (is_in(specifier, server, COUNT_OF(server)))
    return (struct module_sign){EXPOSURE_SERVER, false};
  if (is_in(specifier, client, COUNT_OF(client)))
    return (struct module_sign){EXPOSURE_CLIENT, false};
  return (struct module_sign){EXPOSURE_UNKNOWN, false};
}
