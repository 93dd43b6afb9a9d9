// What a process was given at its start and Swift can't tell, or not everywhere.
#ifndef FORETELL_PROCESS_H
#define FORETELL_PROCESS_H

#include <stdbool.h>

// How many words the command line has, the program's own name included; 0 where they are not known.
int foretell_argument_count(void);

// A word by its place from 0; null where there is none. The memory is the process's own and stays.
const char *foretell_argument(int place);

// Whether a signal is ignored, as a parent such as nohup may have asked.
bool foretell_ignores_signal(int number);

#endif
