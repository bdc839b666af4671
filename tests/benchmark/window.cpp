#include "tests/benchmark/window.h"

#include "core/io/file.h"
#include "core/process/launch.h"
#include "core/process/run.h"
#include "core/process/spawn.h"
#include "tests/benchmark/measuring/stopwatch.h"
#include "tests/benchmark/samples/sample_home.h"

#include <csignal>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using std::chrono::milliseconds;

constexpr int kStarts = 9;
constexpr auto kPatience = std::chrono::seconds(60);

/// What the program printed about itself, or why it did not.
nlohmann::json run_window(const std::filesystem::path& program, std::vector<std::string> arguments,
                          const std::filesystem::path& home) {
  core::Command command;
  command.program = program.string();
  command.arguments = std::move(arguments);
  command.environment["ORCHARD_HOME"] = home.string();
  command.time_limit = kPatience;
  const auto output = must(core::run_command(command));
  if (!output.ok()) throw std::runtime_error(output.err.substr(0, output.err.find('\n')));
  return nlohmann::json::parse(output.out);
}

/// The window stays open for a moment; gives what /proc says of it at its largest.
struct Memory {
  double resident_mb = 0;
  double proportional_mb = 0;
};

Memory read_memory(pid_t pid) {
  Memory memory;
  std::istringstream lines(core::read_file(fmt::format("/proc/{}/smaps_rollup", pid)).value_or(""));
  std::string key;
  for (std::string line; std::getline(lines, line);) {
    double kilobytes = 0;
    std::istringstream fields(line);
    if (!(fields >> key >> kilobytes)) continue;
    if (key == "Rss:") memory.resident_mb = kilobytes / 1024;
    if (key == "Pss:") memory.proportional_mb = kilobytes / 1024;
  }
  return memory;
}

Memory watch_memory(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                    const std::filesystem::path& home) {
  core::DetachedCommand command;
  command.program = program;
  command.arguments = arguments;
  command.directory = home;
  command.environment = core::changed_environment({{"ORCHARD_HOME", home.string()}});
  const pid_t pid = must(core::spawn_detached(command));
  const core::ProcessIdentity process = must(core::identify_process(pid));
  Memory largest;
  const Stopwatch watch;
  while (core::is_alive(process)) {
    if (watch.milliseconds() > std::chrono::duration<double, std::milli>(kPatience).count())
      (void)core::send_signal(process, SIGKILL);
    const Memory now = read_memory(pid);
    if (now.resident_mb > largest.resident_mb) largest = now;
    std::this_thread::sleep_for(milliseconds(50));
  }
  if (core::reap(pid) != 0) throw std::runtime_error("the window did not end well");
  return largest;
}

Figure first_frame(const WindowPrograms& programs, const SampleHome& home) {
  std::vector<double> ours;
  std::vector<double> whole;
  std::vector<double> bare;
  for (int i = 0; i < kStarts; ++i) {
    const Stopwatch watch;
    const auto report = run_window(programs.orchard, {"--bench-first-frame"}, home.path());
    whole.push_back(watch.milliseconds());
    ours.push_back(report.at("first_frame_ms").get<double>());
    bare.push_back(
        run_window(programs.bare_window, {"0"}, home.path()).at("first_frame_ms").get<double>());
  }
  return {"start to first frame",
          "ms",
          median(ours),
          "an empty OpenGL window",
          median(bare),
          fmt::format("100 workspaces; {:.0f} ms from launch to having shown them and left",
                      median(whole)),
          ""};
}

Figure idle(const WindowPrograms& programs, const SampleHome& home) {
  const auto report = run_window(programs.orchard, {"--bench-idle", "10"}, home.path());
  return {"processor time in 10 s at rest",
          "ms",
          report.at("cpu_ms").get<double>(),
          "",
          0,
          fmt::format("100 workspaces, {} frames drawn", report.at("frames").get<int>()),
          ""};
}

Figure memory(const WindowPrograms& programs) {
  const SampleHome home({.workspaces = 20, .turns = 10, .replies = 20});
  const Memory ours = watch_memory(programs.orchard, {"--bench-idle", "3"}, home.path());
  const Memory bare = watch_memory(programs.bare_window, {"2"}, home.path());
  return {"memory of the window (PSS)",
          "MB",
          ours.proportional_mb,
          "an empty OpenGL window",
          bare.proportional_mb,
          fmt::format("20 conversations, RSS {:.0f} MB against {:.0f} MB", ours.resident_mb,
                      bare.resident_mb),
          ""};
}

template <class Measure>
Figure attempt(const char* name, Measure measure) {
  try {
    return measure();
  } catch (const std::exception& problem) {
    Figure figure;
    figure.name = name;
    figure.problem = problem.what();
    return figure;
  }
}

}  // namespace

std::vector<Figure> measure_window(const WindowPrograms& programs) {
  const SampleHome home({.workspaces = 100, .turns = 4, .replies = 5});
  return {attempt("start to first frame", [&] { return first_frame(programs, home); }),
          attempt("processor time at rest", [&] { return idle(programs, home); }),
          attempt("memory of the window", [&] { return memory(programs); })};
}

}  // namespace orchard::test
