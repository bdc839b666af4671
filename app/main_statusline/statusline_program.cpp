#include "app/cli/statusline/run_statusline.h"

#include <cstdio>
#include <string_view>

/// `orchard usage statusline` as a program of its own, because Claude Code starts it again and
/// again and the libraries of the window take longer to load than the answer.
int main(int argc, char** argv) {
  if (argc > 1) {
    const std::string_view word = argv[1];
    const bool asked = word == "--help" || word == "-h";
    std::fputs(
        "Answers what Claude Code gives a status line on standard input. `orchard usage statusline "
        "--help` tells more.\n",
        asked ? stdout : stderr);
    return asked ? 0 : 2;
  }
  return orchard::app::run_statusline_command();
}
