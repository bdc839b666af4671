#include "tests/benchmark/ledger.h"
#include "tests/benchmark/measuring/figure.h"
#include "tests/benchmark/recording.h"
#include "tests/benchmark/transcripts.h"
#include "tests/benchmark/window.h"
#include "tests/benchmark/worktrees.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string_view>

namespace orchard::test {
namespace {

struct Room {
  const char* name;
  std::function<std::vector<Figure>()> measure;
};

std::vector<Figure> measure_all(const std::vector<Room>& rooms, const std::string& only) {
  std::vector<Figure> figures;
  for (const Room& room : rooms) {
    if (!only.empty() && only != room.name) continue;
    std::fprintf(stderr, "Measuring %s…\n", room.name);
    try {
      for (Figure& figure : room.measure()) figures.push_back(std::move(figure));
    } catch (const std::exception& problem) {
      Figure figure;
      figure.name = room.name;
      figure.problem = problem.what();
      figures.push_back(std::move(figure));
    }
  }
  return figures;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 3 && arguments.front() == "--read-transcripts")
    return read_transcripts_once(arguments[1], arguments[2]);
  if (arguments.size() == 2 && arguments.front() == "--ask-ledger")
    return ask_ledger_once(arguments[1]);
  const WindowPrograms programs{ORCHARD_PROGRAM, ORCHARD_BARE_WINDOW};
  const std::vector<Room> rooms = {
      {"window", [&] { return measure_window(programs); }},
      {"worktrees", [&] { return measure_worktrees(programs.orchard); }},
      {"recording", measure_recording},
      {"ledger", measure_ledger},
      {"transcripts", measure_transcripts},
  };
  bool json = false;
  std::string only;
  for (const std::string& argument : arguments) {
    if (argument == "--json") {
      json = true;
    } else if (std::ranges::any_of(rooms,
                                   [&](const Room& room) { return argument == room.name; })) {
      only = argument;
    } else {
      std::fprintf(stderr,
                   "usage: orchard_bench [--json] [window | worktrees | recording | ledger | "
                   "transcripts]\n");
      return 2;
    }
  }
  const auto figures = measure_all(rooms, only);
  std::fputs((json ? format_json(figures) : format_table(figures)).c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace orchard::test

int main(int argc, char** argv) {
  return orchard::test::run(std::vector<std::string>(argv + 1, argv + argc));
}
