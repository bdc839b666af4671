#include "tests/benchmark/worktrees.h"

#include "core/process/run.h"
#include "git/worktree/remove_worktree.h"
#include "tests/benchmark/measuring/stopwatch.h"
#include "tests/support/scratch_repository.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

constexpr int kFiles = 30'000;
constexpr int kFilesPerFolder = 50;
constexpr int kRuns = 7;

/// One commit with every file, for `git fast-import`.
std::string import_stream() {
  std::string stream =
      "commit refs/heads/main\ncommitter Tester <tester@example.com> 1700000000 +0000\n"
      "data 5\nFiles\nfrom refs/heads/main^0\n";
  for (int i = 0; i < kFiles; ++i) {
    std::string content;
    for (int line = 0; line < 20 + i % 60; ++line)
      content += fmt::format("int value_{}_{} = {};\n", i, line, i * line);
    stream += fmt::format("M 100644 inline src/folder_{}/file_{}.cpp\ndata {}\n{}\n",
                          i / kFilesPerFolder, i, content.size(), content);
  }
  return stream;
}

/// Alternates between Orchard and git on one repository.
class Race {
 public:
  explicit Race(fs::path orchard) : orchard_(std::move(orchard)) {
    core::Command import;
    import.program = "git";
    import.arguments = {"-C", repository_.root().string(), "fast-import", "--quiet"};
    import.input = import_stream();
    if (!must(core::run_command(import)).ok()) throw std::runtime_error("fast-import failed");
    repository_.git({"reset", "--quiet", "--hard"});
    run_orchard({"repo", "add", repository_.root().string()});
  }

  void run(int number) {
    if (number % 2 == 0) {
      run_ours(number);
      run_rival(number);
    } else {
      run_rival(number);
      run_ours(number);
    }
  }

  std::vector<double> create, create_cpu, remove;
  std::vector<double> rival_create, rival_create_cpu, rival_remove;

 private:
  std::string run_orchard(std::vector<std::string> arguments) const {
    core::Command command;
    command.program = orchard_.string();
    command.arguments = std::move(arguments);
    command.environment["ORCHARD_HOME"] = home().string();
    const auto output = must(core::run_command(command));
    if (!output.ok()) throw std::runtime_error(output.err);
    return output.out;
  }

  void run_ours(int number) {
    const double cpu = cpu_milliseconds(RUSAGE_CHILDREN);
    const Stopwatch watch;
    const std::string printed =
        run_orchard({"workspace", "create", "repo", fmt::format("ours-{}", number), "--json"});
    create.push_back(watch.milliseconds());
    create_cpu.push_back(cpu_milliseconds(RUSAGE_CHILDREN) - cpu);
    const fs::path path = nlohmann::json::parse(printed).at("path").get<std::string>();
    const Stopwatch removing;
    const auto removed = must(git::remove_worktree({repository_.root(), path, home() / "trash"}));
    remove.push_back(removing.milliseconds());
    fs::remove_all(removed.trash_entry);
  }

  void run_rival(int number) {
    const std::string path = (repository_.outside() / fmt::format("rival-{}", number)).string();
    const double cpu = cpu_milliseconds(RUSAGE_CHILDREN);
    const Stopwatch watch;
    repository_.git({"worktree", "add", "--quiet", "--no-track", "-b",
                     fmt::format("rival-{}", number), path, "main"});
    rival_create.push_back(watch.milliseconds());
    rival_create_cpu.push_back(cpu_milliseconds(RUSAGE_CHILDREN) - cpu);
    const Stopwatch removing;
    repository_.git({"worktree", "remove", "--force", path});
    rival_remove.push_back(removing.milliseconds());
  }

  [[nodiscard]] fs::path home() const { return repository_.outside() / "home"; }

  ScratchRepository repository_;
  fs::path orchard_;
};

}  // namespace

std::vector<Figure> measure_worktrees(const fs::path& orchard) {
  Race race(orchard);
  for (int number = 0; number < kRuns; ++number) race.run(number);
  return {{"create a workspace", "ms", median(race.create), "git worktree add",
           median(race.rival_create),
           fmt::format("{} files, processor {:.0f} ms against {:.0f} ms", kFiles,
                       median(race.create_cpu), median(race.rival_create_cpu)),
           ""},
          {"remove a worktree", "ms", median(race.remove), "git worktree remove --force",
           median(race.rival_remove), fmt::format("{} files", kFiles), ""}};
}

}  // namespace orchard::test
