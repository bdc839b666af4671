#include "core/process/run.h"

#include <cstdlib>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace orchard::core {
namespace {

bool is_executable(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

Result<std::filesystem::path> check_given_path(const std::string& name) {
  std::error_code error;
  const auto path = std::filesystem::absolute(name, error);
  if (!error && is_executable(path)) return path;
  const bool exists = std::filesystem::exists(path, error);
  return fail(ErrorCode::unavailable,
              exists ? fmt::format("'{}' is not a program, give the path of one.", name)
                     : fmt::format("There is no program '{}', check the path.", name));
}

}  // namespace

Result<std::filesystem::path> find_executable(const std::string& name) {
  if (name.find('/') != std::string::npos) return check_given_path(name);
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!name.empty() && !rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::filesystem::path folder = rest.substr(0, colon);
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
    // A relative folder on PATH would make what runs depend on where we stand.
    if (folder.is_absolute() && is_executable(folder / name)) return folder / name;
  }
  return fail(ErrorCode::unavailable,
              fmt::format("The program '{}' was not found on PATH, install it.", name));
}

}  // namespace orchard::core
