#include "app/services/figures/figure_book.h"

#include "core/io/file.h"
#include "metrics/definition/figures.h"

#include <filesystem>
#include <string_view>
#include <system_error>

namespace orchard::app {
namespace {

std::string_view value_of(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& entry : environment)
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return std::string_view(entry).substr(name.size() + 1);
  return {};
}

std::string with_slash(std::string folder) {
  if (!folder.empty() && folder.back() != '/') folder += '/';
  return folder;
}

std::string existing_folder(const std::vector<std::string>& environment) {
  std::error_code ignored;
  const std::string home(value_of(environment, "HOME"));
  std::string config(value_of(environment, "XDG_CONFIG_HOME"));
  if (config.empty()) config = home + "/.config";
  const auto user_dirs = core::read_file(config + "/user-dirs.dirs");
  std::string downloads = download_folder(environment, user_dirs ? *user_dirs : std::string());
  if (downloads.empty()) downloads = home + "/Downloads";
  return std::filesystem::is_directory(downloads, ignored) ? downloads : home;
}

}  // namespace

std::string download_folder(const std::vector<std::string>& environment,
                            std::string_view user_dirs) {
  constexpr std::string_view kName = "XDG_DOWNLOAD_DIR=\"";
  const std::size_t at = user_dirs.find(kName);
  if (at == std::string_view::npos || (at > 0 && user_dirs[at - 1] != '\n')) return {};
  std::string_view path = user_dirs.substr(at + kName.size());
  const std::size_t end = path.find('"');
  if (end == std::string_view::npos) return {};
  path = path.substr(0, end);
  // The file knows absolute paths and such below the home only.
  constexpr std::string_view kHome = "$HOME/";
  if (path.starts_with(kHome))
    return std::string(value_of(environment, "HOME")) + "/" +
           std::string(path.substr(kHome.size()));
  return path.starts_with('/') ? std::string(path) : std::string();
}

std::string zone_name(std::string_view tz, std::string_view localtime_target) {
  constexpr std::string_view kZones = "zoneinfo/";
  if (tz.starts_with(':')) tz.remove_prefix(1);
  std::string_view name = tz.empty() ? localtime_target : tz;
  if (const std::size_t at = name.find(kZones); at != std::string_view::npos)
    name = name.substr(at + kZones.size());
  const bool is_name =
      name.find_first_of(",<>") == std::string_view::npos && !name.starts_with('/');
  return is_name ? std::string(name) : std::string();
}

std::shared_ptr<const FigureBook> make_figure_book(const Machine& machine) {
  auto book = std::make_shared<FigureBook>();
  for (const metrics::FigureDefinition& figure : metrics::figure_definitions())
    book->figures.push_back({std::string(figure.name), std::string(figure.title),
                             std::string(figure.sentence),
                             std::string(metrics::to_string(figure.unit))});
  std::error_code no_link;
  const auto link = std::filesystem::read_symlink("/etc/localtime", no_link);
  book->zone = zone_name(value_of(machine.environment, "TZ"), link.string());
  book->export_folder = with_slash(existing_folder(machine.environment));
  return book;
}

}  // namespace orchard::app
