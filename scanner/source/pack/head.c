/* head.c -- what an object in a pack says of itself. */
#include "source/pack/head.h"

static int parse_size(const uint8_t *bytes, size_t len, struct object_head *head) {
  unsigned shift = 4;
  if (len == 0)
    return -1;
  head->type = (enum pack_type)(bytes[0] >> 4 & 7);
  head->size = bytes[0] & 15;
  head->len = 1;
  while (bytes[head->len - 1] & 0x80) {
    if (head->len >= len || shift > 57)
      return -1;
    head->size |= (uint64_t)(bytes[head->len] & 0x7f) << shift;
    shift += 7;
    head->len++;
  }
  return 0;
}

static int parse_back(const uint8_t *bytes, size_t len, struct object_head *head) {
  if (head->len >= len)
    return -1;
  uint8_t byte = bytes[head->len++];
  head->back = byte & 0x7f;
  while (byte & 0x80) {
    if (head->len >= len || head->back > UINT64_MAX >> 8)
      return -1;
    byte = bytes[head->len++];
    head->back = ((head->back + 1) << 7) | (byte & 0x7f);
  }
  return head->back ? 0 : -1;
}

int object_head_parse(const uint8_t *bytes, size_t len, size_t oid_size, struct object_head *head) {
  *head = (struct object_head){0};
  if (parse_size(bytes, len, head))
    return -1;
  if (head->type == PACK_OFS_DELTA)
    return parse_back(bytes, len, head);
  if (head->type == PACK_REF_DELTA) {
    if (len - head->len < oid_size)
      return -1;
    head->base = oid_from_raw(bytes + head->len, oid_size);
    head->len += oid_size;
    return 0;
  }
  return head->type >= PACK_COMMIT && head->type <= PACK_TAG ? 0 : -1;
}
