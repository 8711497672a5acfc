/* marks.c -- which trees hold wanted objects, and where in them. */
#include "source/marks.h"
#include "source/git.h"
#include "source/tree.h"

#include <stdlib.h>

enum { MARKS_CLEAN = UINT32_MAX - 1, DEPTH_LIMIT = 4096 };

/* A tree that is being read. */
struct frame {
  oid tree;
  git_odb_object *object;
  str rest; /* entries not yet looked at */
  VEC(struct mark) found;
};

struct walk {
  struct marks *marks;
  VEC(struct frame) frames;
};

void marks_free(struct marks *marks) {
  oidmap_free(&marks->trees);
  vec_free(&marks->marks);
  vec_free(&marks->lists);
  arena_free(&marks->kept);
}

static void enter(struct walk *walk, oid tree) {
  struct frame frame = {.tree = tree};
  /* Until it is known it counts as clean, so that a damaged store in which a tree holds itself ends. */
  oidmap_set(&walk->marks->trees, tree, MARKS_CLEAN);
  if (walk->frames.len >= DEPTH_LIMIT || history_read(walk->marks->history, tree, &frame.object) != READ_DONE)
    return;
  frame.rest = (str){git_odb_object_data(frame.object), git_odb_object_size(frame.object)};
  vec_push(&walk->frames, frame);
}

static void leave(struct walk *walk) {
  struct marks *marks = walk->marks;
  struct frame *frame = &walk->frames.data[--walk->frames.len];
  if (frame->found.len) {
    struct mark_list list = {(uint32_t)marks->marks.len, (uint32_t)frame->found.len};
    for (size_t i = 0; i < frame->found.len; i++)
      vec_push(&marks->marks, frame->found.data[i]);
    oidmap_set(&marks->trees, frame->tree, (uint32_t)marks->lists.len);
    vec_push(&marks->lists, list);
  }
  vec_free(&frame->found);
  git_odb_object_free(frame->object);
}

/* Looks at the next entry of the innermost tree; enters a subtree that is not known yet, and comes back. */
static void step(struct walk *walk) {
  struct marks *marks = walk->marks;
  struct frame *frame = &walk->frames.data[walk->frames.len - 1];
  struct tree_entry entry;
  if (!tree_entry_at(frame->rest, marks->history->repo->oid_size, &entry)) {
    leave(walk);
    return;
  }
  uint32_t list = entry.is_folder ? oidmap_get(&marks->trees, entry.id) : MARKS_CLEAN;
  if (list == OIDMAP_NONE) {
    enter(walk, entry.id);
    return;
  }
  uint32_t unit = oidmap_get(marks->wanted, entry.id);
  if (unit != OIDMAP_NONE || list != MARKS_CLEAN)
    vec_push(&frame->found, (struct mark){arena_copy(&marks->kept, entry.name), unit, list == MARKS_CLEAN ? MARK_NONE : list});
  frame->rest = str_tail(frame->rest, entry.size);
}

uint32_t marks_of_tree(struct marks *marks, oid tree) {
  struct walk walk = {.marks = marks};
  uint32_t list = oidmap_get(&marks->trees, tree);
  if (list == OIDMAP_NONE) {
    enter(&walk, tree);
    while (walk.frames.len)
      step(&walk);
    vec_free(&walk.frames);
    list = oidmap_get(&marks->trees, tree);
  }
  return list == MARKS_CLEAN ? MARK_NONE : list;
}
