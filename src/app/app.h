/* The commands of the program. */
#ifndef XJ_APP_APP_H
#define XJ_APP_APP_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/options.h"
#include "proof/spelling.h"

/* Exit statuses of the contract. */
enum { EXIT_DONE = 0, EXIT_PROBLEM = 1, EXIT_USAGE = 2 };

/* argv without the program's and the command's name. Return an exit status; messages are printed
 * already. */
int cmd_inspect(int argc, char **argv);
int cmd_round_run(int argc, char **argv); /* argv[0] is "run" */
int cmd_watch(int argc, char **argv);
int cmd_page(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_lexicon(int argc, char **argv);
int cmd_demo(int argc, char **argv);
int cmd_indicator(int argc, char **argv);
int cmd_review(int argc, char **argv);
int cmd_round(int argc, char **argv);
int cmd_site(int argc, char **argv);
int cmd_account(int argc, char **argv);
int cmd_recheck(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_notice(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_user(int argc, char **argv);

/* The value of --format: text (default) or json. RC_USAGE. */
MUST_USE enum rc app_format(struct str format, bool *as_json, struct err *err);

/* The folder that holds the file; "." when it names none. */
struct str app_folder_of(struct str path);
/* That of the store: where its inspections keep their evidence. */
struct str app_store_folder(struct str url);

/* Takes a folder away with the files in it, if it is there. */
void app_drop_folder(const char *path);

/* Who is at work when --by does not say: the name that the system knows; empty when it knows none.
 */
struct str app_user(void);

/* Prints the sentence on stderr and gives the exit status that fits it. */
int app_fail(const struct err *err);

/*
 * Reads a command's options by its table, which has a row "help"; what is none stays in argv, and
 * *argc is how many. false: the command ends with *status, for a sentence or the help was printed.
 * usage ends its last line.
 */
MUST_USE bool app_options(const struct option *options, size_t n, const char *usage, int *argc,
                          char **argv, int *status);

/*
 * Path of something in the data folder: of $XUNJIAN_DATA if it has it, else beside the program
 * (share/xunjian of an installed one, the source's data/ of one in build/, what the build made).
 */
const char *app_data_path(const char *name, struct arena *a);
/* Where the built pages lie (installed ones, else web/dist of the source), whether they exist or
 * not. */
const char *app_web_dir(struct arena *a);
/* Where the data for typos and English lie, whether they exist or not. */
struct spelling_data app_spelling_data(struct arena *a);

#endif
