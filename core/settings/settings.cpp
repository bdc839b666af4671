#include "core/settings/settings.h"

#include "core/io/file.h"
#include "core/io/file_lock.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <initializer_list>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::core {
namespace {

using nlohmann::json;

/// Calls `field(key, member)` for every setting: the one list of them, for reading and writing.
template <class SettingsType, class Field>
void for_each_field(SettingsType& settings, const Field& field) {
  field("theme", settings.theme);
  field("text_scale", settings.text_scale);
  field("reduced_motion", settings.reduced_motion);
  field("stop_agents_on_quit", settings.stop_agents_on_quit);
  field("branch_prefix_kind", settings.branch_prefix_kind);
  field("branch_prefix_custom", settings.branch_prefix_custom);
  field("default_model", settings.default_model);
  field("default_permission_mode", settings.default_permission_mode);
  field("claude_path", settings.claude_path);
  field("idle_process_minutes", settings.idle_process_minutes);
  field("usage_insights", settings.usage_insights);
  field("billing_day", settings.billing_day);
  field("attention_when_waiting", settings.attention_when_waiting);
  field("attention_when_finished", settings.attention_when_finished);
  field("count_outside_use", settings.count_outside_use);
}

bool fits(const json& value, const std::string&) {
  return value.is_string();
}
bool fits(const json& value, double) {
  return value.is_number();
}
bool fits(const json& value, bool) {
  return value.is_boolean();
}
bool fits(const json& value, int) {
  return value.is_number_integer() && value >= 0 && value <= 1'000'000;
}

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> allowed) {
  return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

/// The first thing wrong with the values, empty when nothing is.
std::string problem_of(const Settings& settings) {
  if (!is_one_of(settings.theme, {"dark", "light", "high-contrast"}))
    return fmt::format("theme is '{}', use dark, light or high-contrast", settings.theme);
  if (!std::isfinite(settings.text_scale) || settings.text_scale < 0.8 || settings.text_scale > 2.0)
    return fmt::format("text_scale is {}, use 0.8 to 2.0", settings.text_scale);
  if (!is_one_of(settings.branch_prefix_kind, {"user", "custom", "none"}))
    return fmt::format("branch_prefix_kind is '{}', use user, custom or none",
                       settings.branch_prefix_kind);
  if (settings.idle_process_minutes < 1)
    return fmt::format("idle_process_minutes is {}, use 1 or more", settings.idle_process_minutes);
  if (settings.billing_day < 1 || settings.billing_day > 31)
    return fmt::format("billing_day is {}, use 1 to 31", settings.billing_day);
  return {};
}

std::string line_and_column(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1);
  return fmt::format("line {}, column {}", line, column + 1);
}

tl::unexpected<Error> corrupt(const std::filesystem::path& file, const std::string& what) {
  return fail(ErrorCode::corrupt, fmt::format("The settings file '{}' is wrong: {}, correct it or "
                                              "remove it.",
                                              file.string(), what));
}

/// The file's object; an empty one when there is no file.
Result<json> read_object(const std::filesystem::path& file) {
  const auto text = read_file(file);
  if (!text && text.error().code == ErrorCode::not_found) return json::object();
  if (!text) return fail(text.error());
  try {
    json value = json::parse(*text);
    if (!value.is_object()) return corrupt(file, "line 1, column 1 should begin an object");
    return value;
  } catch (const json::parse_error& error) {
    return corrupt(file, line_and_column(*text, error.byte) + " is not JSON");
  } catch (const json::exception& error) {
    return corrupt(file, error.what());
  }
}

/// A link that the user made (to a dotfiles folder, say) is kept: its target is written.
std::filesystem::path target_of(std::filesystem::path file) {
  constexpr int kMostLinks = 16;
  std::error_code error;
  for (int i = 0; i < kMostLinks && std::filesystem::is_symlink(file, error); ++i)
    file = file.parent_path() / std::filesystem::read_symlink(file, error);
  return file;
}

}  // namespace

Result<Settings> load_settings(const std::filesystem::path& file) {
  ORCHARD_TRY(const json object, read_object(file));
  Settings settings;
  std::string problem;
  for_each_field(settings, [&](const char* key, auto& member) {
    const auto found = object.find(key);
    if (found == object.end()) return;
    if (fits(*found, member)) {
      member = found->template get<std::decay_t<decltype(member)>>();
    } else if (problem.empty()) {
      problem = fmt::format("{} has a value of the wrong kind", key);
    }
  });
  if (problem.empty()) problem = problem_of(settings);
  if (!problem.empty()) return corrupt(file, problem);
  return settings;
}

Result<void> save_settings(const std::filesystem::path& file, const Settings& settings) {
  if (const std::string problem = problem_of(settings); !problem.empty())
    return fail(ErrorCode::invalid_argument, fmt::format("The setting {}.", problem));
  ORCHARD_TRY(json object, read_object(file));
  for_each_field(settings, [&](const char* key, const auto& member) { object[key] = member; });
  const auto target = target_of(file);
  ORCHARD_CHECK(make_private_directory(target.parent_path()));
  constexpr auto kReplaceBadText = json::error_handler_t::replace;
  return write_file_atomically(target, object.dump(2, ' ', false, kReplaceBadText) + "\n");
}

Result<Settings> change_settings(const std::filesystem::path& file,
                                 const std::function<void(Settings&)>& change) {
  constexpr std::chrono::seconds kPatience(5);
  ORCHARD_CHECK(make_private_directory(file.parent_path()));
  ORCHARD_TRY(const FileLock lock, FileLock::acquire(file.string() + ".lock", kPatience));
  ORCHARD_TRY(Settings settings, load_settings(file));
  change(settings);
  ORCHARD_CHECK(save_settings(file, settings));
  return settings;
}

}  // namespace orchard::core
