/* object.h -- types of git objects, and how reading one may end. Plain data. */
#ifndef APSO_MODEL_OBJECT_H
#define APSO_MODEL_OBJECT_H

/* As packs number them. */
enum object_type { OBJECT_NONE, OBJECT_COMMIT, OBJECT_TREE, OBJECT_BLOB, OBJECT_TAG };

enum read_outcome { READ_DONE, READ_MISSING, READ_CORRUPT, READ_TOO_LARGE };

#endif
