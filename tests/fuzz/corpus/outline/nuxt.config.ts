export default defineNuxtConfig({
  runtimeConfig: { a: 1, public: { b: 'x' } },
})
