/* message.c -- the text of a commit or tag as items. */
#include "source/message.h"

void message_give(str text, struct item item, struct sink *sink) {
  size_t end = str_find(text, STR("\n\n"), 0);
  item.object = (oid){{0}};
  item.bytes = end == SIZE_MAX ? text : str_head(text, end);
  sink->item(sink, &item);
  if (end == SIZE_MAX)
    return;
  item.bytes = str_tail(text, end + 2);
  sink->item(sink, &item);
}
