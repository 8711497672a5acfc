/* parse.c -- source text to tree, within limits.

   Ordinary code, minified or not, costs the parser up to 170 bytes of allocation for each byte of
   source, 40 progress calls and half a read of READ_SIZE for a kilobyte, and 66 allocations for each
   progress call (15,000 public files). What costs more is no program: prose, noise, UTF-16, `f<A,`
   without end, whose cost grows with the square of their length; while the parser recovers from an
   error it allocates more for each call, so that this ratio tells text that is mostly errors. The
   allowances grow with what was read so far, and such a text is given up at once, however long it is.
   Nothing depends on the clock, on the machine, or on what was parsed before. */
#include "engine/script/parse.h"

enum {
  SOURCE_LIMIT = 8 << 20,
  NESTING_LIMIT = 4096, /* V8 gives up near 2,000; past 10,000 the parser's own recursion eats its stack */
  READ_SIZE = 4096,
  /* An allowance is FLOOR + bytes read * PER_KB / 1024. */
  HEAP_FLOOR = 32 << 20,
  HEAP_PER_KB = 192 << 10,
  HEAP_CEILING = 1 << 30,
  CALLS_FLOOR = 2048,
  CALLS_PER_KB = 64,
  READS_FLOOR = 1024,
  READS_PER_KB = 1,
  RECOVERY_FLOOR = 256 << 20, /* + bytes of source * RECOVERY_PER_BYTE: errors, each by the bytes before it */
  RECOVERY_PER_BYTE = 128,
  ALLOCATIONS_FLOOR = 64000, /* + calls * ALLOCATIONS_PER_CALL */
  ALLOCATIONS_PER_CALL = 80,
};

struct run {
  struct parse *parse;
  TSParser *parser;
  str source;
  size_t calls;
  size_t reads;
  size_t errors;     /* seen so far */
  uint64_t recovery; /* their cost: each may look at all that was read before it */
};

/* Brackets inside strings and comments count too: text with thousands of them unclosed is no loss. */
static bool is_parsable(str source) {
  size_t nesting = 0, deepest = 0;
  for (size_t i = 0; i < source.len; i++) {
    switch (source.ptr[i]) {
    case '\0':
      return false;
    case '(': case '[': case '{':
      nesting++;
      deepest = nesting > deepest ? nesting : deepest;
      break;
    case ')': case ']': case '}':
      nesting -= nesting > 0;
      break;
    default:
      break;
    }
  }
  return deepest <= NESTING_LIMIT;
}

static size_t allowance(size_t floor, size_t per_kb, size_t read) {
  return floor + (size_t)((uint64_t)per_kb * read / 1024);
}

static bool is_recovery_too_much(struct run *run, size_t read) {
  size_t errors = run->parse->heap.errors;
  run->recovery += (uint64_t)(errors - run->errors) * read;
  run->errors = errors;
  return run->recovery > RECOVERY_FLOOR + (uint64_t)RECOVERY_PER_BYTE * run->source.len;
}

static bool is_too_much(TSParseState *state) {
  struct run *run = state->payload;
  const struct heap *heap = &run->parse->heap;
  size_t read = state->current_byte_offset;
  run->calls++;
  if (is_recovery_too_much(run, read))
    return true;
  return heap->given > allowance(HEAP_FLOOR, HEAP_PER_KB, read) ||
         run->calls > allowance(CALLS_FLOOR, CALLS_PER_KB, read) ||
         run->reads > allowance(READS_FLOOR, READS_PER_KB, read) ||
         heap->allocations > ALLOCATIONS_FLOOR + ALLOCATIONS_PER_CALL * run->calls;
}

/* Small pieces, so that text which the lexer reads over and over is noticed even between progress calls. */
static const char *read_source(void *payload, uint32_t offset, TSPoint position, uint32_t *len) {
  (void)position;
  struct run *run = payload;
  if (++run->reads > allowance(READS_FLOOR, READS_PER_KB, run->source.len))
    heap_escape(&run->parse->heap);
  str piece = str_head(str_tail(run->source, offset), READ_SIZE);
  *len = (uint32_t)piece.len;
  return piece.len ? piece.ptr : "";
}

/* NULL when over a limit. The heap's escape returns here, hence nothing else is done in this function. */
static TSTree *parse_guarded(struct run *run) {
  if (setjmp(run->parse->heap.escape))
    return NULL;
  TSInput input = {.payload = run, .read = read_source, .encoding = TSInputEncodingUTF8};
  TSParseOptions options = {.payload = run, .progress_callback = is_too_much};
  return ts_parser_parse_with_options(run->parser, NULL, input, options);
}

static const struct grammar *loaded_grammar(struct grammars *grammars, enum script_language language) {
  struct grammar *grammar = &grammars->all[language];
  if (!grammar->language)
    grammar_load(grammar, language);
  return grammar;
}

/* A new parser each time: what one keeps from earlier sources would count against this one. */
static TSTree *parse_source(struct parse *parse, str source, const TSLanguage *language) {
  struct run run = {.parse = parse, .source = source, .parser = ts_parser_new()};
  if (!ts_parser_set_language(run.parser, language))
    return NULL;
  size_t allowed = allowance(HEAP_FLOOR, HEAP_PER_KB, source.len);
  parse->heap.limit = allowed < HEAP_CEILING ? allowed : HEAP_CEILING;
  parse->heap.guarded = true;
  TSTree *tree = parse_guarded(&run);
  parse->heap.guarded = false;
  return tree;
}

enum script_outcome parse_run(struct parse *parse, struct grammars *grammars, str source, enum script_language language) {
  parse_forget(parse);
  heap_use(&parse->heap);
  if (language == SCRIPT_NONE || source.len > SOURCE_LIMIT || !is_parsable(source))
    return SCRIPT_LIMIT;
  const struct grammar *grammar = loaded_grammar(grammars, language);
  TSTree *tree = parse_source(parse, source, grammar->language);
  if (!tree) {
    heap_clear(&parse->heap);
    return SCRIPT_LIMIT;
  }
  parse->tree = (struct tree){.source = source, .root = ts_tree_root_node(tree), .grammar = grammar};
  return SCRIPT_READ;
}

void parse_forget(struct parse *parse) {
  heap_clear(&parse->heap);
  parse->tree = (struct tree){.source = STR_NONE};
}

void grammars_free(struct grammars *grammars) {
  for (int i = 0; i <= SCRIPT_TSX; i++)
    grammar_free(&grammars->all[i]);
}
