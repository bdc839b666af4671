#include "app/main/window_command.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace orchard::app {
namespace {

constexpr std::array<std::string_view, 9> kWindowOptions = {
    "--screenshot", "--screen", "--section",           "--theme",     "--size",
    "--workspace",  "--scale",  "--bench-first-frame", "--bench-idle"};

}  // namespace

bool is_window_command(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return true;
  const std::string_view first = arguments.front();
  return std::ranges::find(kWindowOptions, first.substr(0, first.find('='))) !=
         kWindowOptions.end();
}

int become_window_program(char** argv) {
  std::error_code unreadable;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", unreadable);
  const std::string program = self.parent_path() / "orchard-window";
  ::execv(program.c_str(), argv);
  std::fprintf(stderr, "orchard: Could not start '%s' (%s); install Orchard as a whole.\n",
               program.c_str(), std::strerror(errno));
  return 1;
}

}  // namespace orchard::app
