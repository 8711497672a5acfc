/* message.h -- the text of a commit or tag as items. */
#ifndef APSO_SOURCE_MESSAGE_H
#define APSO_SOURCE_MESSAGE_H

#include "model/item.h"

/* Its head, which holds names and signatures, and its message behind the first empty line; `item` says all but the bytes. */
void message_give(str text, struct item item, struct sink *sink);

#endif
