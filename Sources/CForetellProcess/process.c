#include "process.h"

#include <signal.h>
#include <stddef.h>

// Swift's CommandLine.arguments reads files in /proc and is empty where these can't be read, as in some sandboxes. The
// GNU C library passes the arguments to every initialiser, which needs no file.
static int argument_count = 0;
static char **arguments = NULL;

#if defined(__GLIBC__)
__attribute__((constructor)) static void keep_arguments(int count, char **words) {
  argument_count = count;
  arguments = words;
}
#endif

int foretell_argument_count(void) { return arguments == NULL ? 0 : argument_count; }

const char *foretell_argument(int place) {
  return place >= 0 && place < foretell_argument_count() ? arguments[place] : NULL;
}

bool foretell_ignores_signal(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}
