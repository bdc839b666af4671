#include "app/cli/terminal_width.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace orchard::app {

std::optional<std::size_t> terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0) return std::nullopt;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace orchard::app
