/* copy_files - the files of a folder, written as emgen-render does. */
#ifndef EMGEN_COPY_FILES_H
#define EMGEN_COPY_FILES_H

/* By temporary file and rename, into a new folder; ends the program. */
void copy_files(const char *from_path, const char *to_path);

#endif
