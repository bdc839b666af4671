#include "app/main_window/window.h"

#include "app/main_window/screen_snapshot.h"
#include "app/model/settings_sections.h"
#include "app/services/live/live_service.h"
#include "app/shell/screenshot.h"
#include "app/shell/window/window.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace orchard::app {
namespace {

/// What stands on the command line.
struct WindowCommand {
  shell::ScreenshotOptions picture;
  std::string file;
  std::string size;
  std::string workspace;
  bool bench_first_frame = false;
  double bench_idle = 0;  ///< seconds; 0: no measuring
};

int report_failure(const core::Error& error) {
  std::fprintf(stderr, "orchard: %s\n", error.describe().c_str());
  return error.code == core::ErrorCode::invalid_argument ? 2 : 1;
}

/// "1440x900"
bool read_size(const std::string& text, shell::ScreenshotOptions& picture) {
  char rest = 0;
  return std::sscanf(text.c_str(), "%5dx%5d%c", &picture.width, &picture.height, &rest) == 2;
}

/// Refuses what is none of `names`, in a sentence.
std::function<std::string(const std::string&)> one_of(const char* what,
                                                      const std::vector<std::string>& names) {
  return [what, names](const std::string& text) {
    if (std::ranges::find(names, text) != names.end()) return std::string();
    return fmt::format("there is no {} '{}'; take one of {}", what, text, fmt::join(names, ", "));
  };
}

/// One sentence, and where help is.
std::string misuse_text(const CLI::App* /*app*/, const CLI::Error& error) {
  return fmt::format("orchard: {}. `orchard --help` tells more.\n", error.what());
}

void add_options(CLI::App& app, WindowCommand& command) {
  auto& picture = command.picture;
  app.add_option("--screenshot", command.file, "Draw one screen of the real store to this PNG");
  app.add_option("--screen", picture.screen, "Which screen")
      ->check(one_of("screen", shell::screen_names()))
      ->capture_default_str();
  app.add_option("--section", picture.section, "Which section of the settings")
      ->check(one_of("section", {kSettingsSections.begin(), kSettingsSections.end()}));
  app.add_option("--theme", picture.theme, "Instead of the theme in the settings")
      ->check(one_of("theme", {"dark", "light", "high-contrast"}));
  app.add_option("--size", command.size, "Width and height in pixels, such as 1440x900");
  app.add_option("--workspace", command.workspace, "Which workspace, by name, id or path");
  app.add_option("--scale", picture.scale, "Size of everything")
      ->check(CLI::Range(0.5, 4.0))
      ->capture_default_str();
  app.add_flag("--bench-first-frame", command.bench_first_frame)->group("");
  app.add_option("--bench-idle", command.bench_idle)->check(CLI::Range(0.1, 600.0))->group("");
}

int draw_screen(const Machine& machine, WindowCommand command) {
  auto engine = Engine::open(machine);
  if (!engine) return report_failure(engine.error());
  auto taken = take_screen_snapshot(*engine, command.picture.screen, command.workspace,
                                    command.picture.section);
  if (!taken) return report_failure(taken.error());
  command.picture.file = command.file;
  command.picture.workspace = taken->workspace;
  const auto drawn = shell::draw_screenshot(command.picture, *taken->snapshot, machine.clock.now());
  return drawn ? 0 : report_failure(drawn.error());
}

core::Result<shell::WindowReport> show(const Machine& machine, const WindowCommand& command,
                                       std::chrono::steady_clock::time_point started) {
  core::Published<AppSnapshot> snapshots;
  core::Mailbox<Intent> intents;
  shell::WindowWaker waker;
  shell::WindowOptions options;
  options.started = started;
  options.exit_after_first_frame = command.bench_first_frame;
  const bool measures = command.bench_first_frame || command.bench_idle > 0;
  if (!measures) options.memory_file = machine.paths.state / "window";
  if (command.bench_idle > 0)
    options.idle_for =
        std::chrono::milliseconds(static_cast<std::int64_t>(command.bench_idle * 1000));
  ORCHARD_TRY(const auto service, LiveService::start(machine, snapshots, intents, waker));
  if (!measures) intents.post(CheckHealth{});
  return shell::run_window(options, machine.clock, snapshots, intents, waker);
}

int open_window(const Machine& machine, const WindowCommand& command,
                std::chrono::steady_clock::time_point started) {
  const auto report = show(machine, command, started);
  if (!report && report.error().code == core::ErrorCode::unavailable) {
    std::fprintf(stderr,
                 "orchard: %s Everything also works without a window: `orchard demo` shows what "
                 "it does, `orchard --help` lists the commands.\n",
                 report.error().message.c_str());
    return 1;
  }
  if (!report) return report_failure(report.error());
  for (const std::string& problem : report->font_problems)
    machine.log.write(core::LogLevel::warning, problem);
  if (command.bench_first_frame)
    std::printf("{\"first_frame_ms\": %.1f}\n", report->first_frame_ms);
  if (command.bench_idle > 0)
    std::printf("{\"seconds\": %.1f, \"frames\": %d, \"cpu_ms\": %.1f}\n", command.bench_idle,
                report->idle_frames, report->idle_cpu_ms);
  return 0;
}

}  // namespace

int run_window(const Machine& machine, const std::vector<std::string>& arguments) {
  const auto started = std::chrono::steady_clock::now();
  WindowCommand command;
  CLI::App app("Opens the window, or draws one screen.", "orchard");
  app.failure_message(misuse_text);
  add_options(app, command);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!command.size.empty() && !read_size(command.size, command.picture))
    return report_failure({core::ErrorCode::invalid_argument,
                           fmt::format("'{}' is no size; write it like 1440x900.", command.size),
                           {}});
  if (!command.file.empty()) return draw_screen(machine, std::move(command));
  return open_window(machine, command, started);
}

}  // namespace orchard::app
