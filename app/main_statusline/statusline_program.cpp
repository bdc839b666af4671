#include "app/cli/statusline/run_statusline.h"

/// `orchard usage statusline` as a program of its own, because Claude Code starts it again and
/// again and the libraries of the window take longer to load than the answer.
int main() {
  return orchard::app::run_statusline_command();
}
