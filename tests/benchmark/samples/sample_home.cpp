#include "tests/benchmark/samples/sample_home.h"

#include "tests/benchmark/measuring/figure.h"

#include <fmt/format.h>

namespace orchard::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// The facts of one conversation, one after the other in time.
class Conversation {
 public:
  Conversation(int number, core::Timestamp begin)
      : session_(fmt::format("00000000-0000-4000-8000-{:012}", number)), at_(begin) {
    core::SessionSeen seen;
    seen.session = session_;
    seen.workspace = core::WorkspaceId(fmt::format("{:012x}", number));
    seen.model = "claude-opus-4-8";
    seen.permission_mode = "acceptEdits";
    seen.at = at_;
    facts_.emplace_back(seen);
  }

  void add_turn(int replies) {
    turn_ = core::TurnId(next_id("turn"));
    facts_.emplace_back(core::TurnStarted{session_, turn_, "Make the reader faster.", false, at_});
    for (int i = 0; i < replies; ++i) add_reply();
    facts_.emplace_back(core::TurnFinished{session_, turn_, core::TurnOutcome::ok,
                                           "Every test passes.", "", std::nullopt, minutes(2),
                                           at_});
  }

  [[nodiscard]] const core::SessionId& session() const { return session_; }
  [[nodiscard]] const std::vector<core::Fact>& facts() const { return facts_; }

 private:
  void add_reply() {
    at_ += seconds(5);
    core::ApiCallSeen call;
    call.call = core::ApiCallId(next_id("msg"));
    call.session = session_;
    call.turn = turn_;
    call.model = "claude-opus-4-8";
    call.usage = {3, 420, 1024, 256, 60000};
    call.complete = true;
    call.at = at_;
    facts_.emplace_back(call);
    std::string text;
    for (int i = 0; i < 8; ++i)
      text +=
          "The parser keeps **what is left** for the next call, so that a `record` in two "
          "halves is seen once.\n\n";
    facts_.emplace_back(core::MessageSeen{session_, turn_, core::MessageId(next_id("text")), 0,
                                          core::MessageKind::text, std::nullopt, text, at_});
    const core::ToolCallId tool(next_id("toolu"));
    facts_.emplace_back(core::ToolCallStarted{session_, turn_, tool, std::nullopt, "Bash",
                                              "ctest --preset release",
                                              R"({"command":"ctest --preset release"})", at_});
    facts_.emplace_back(core::ToolCallFinished{session_, tool, false, text, at_});
  }

  std::string next_id(const char* kind) {
    return fmt::format("{}_{}_{}", kind, session_.value, ++ids_);
  }

  core::SessionId session_;
  core::Timestamp at_;
  core::TurnId turn_;
  std::vector<core::Fact> facts_;
  int ids_ = 0;
};

}  // namespace

SampleHome::SampleHome(SampleSize size) : paths_(core::paths_below(path())) {
  for (int i = 0; i < 50; ++i)
    repository_.write(fmt::format("src/part_{}.cpp", i), std::string(2000, 'x') + "\n");
  head_ = repository_.commit("Start");
  must(core::make_directories(paths_));
  auto store = must(metrics::Store::open(paths_.database()));
  add_repository(store);
  for (int number = 1; number <= size.workspaces; ++number) add_workspace(store, number, size);
}

void SampleHome::add_repository(metrics::Store& store) {
  metrics::Repository repository;
  repository.id = core::RepositoryId("000000000001");
  repository.name = "project";
  repository.path = repository_.root().string();
  repository.common_dir = (repository_.root() / ".git").string();
  repository.base = "main";
  repository.added_at = core::SystemClock().now();
  must(store.put_repository(repository));
}

void SampleHome::add_workspace(metrics::Store& store, int number, const SampleSize& size) {
  metrics::Workspace workspace;
  workspace.id = core::WorkspaceId(fmt::format("{:012x}", number));
  workspace.repository = core::RepositoryId("000000000001");
  workspace.name = fmt::format("workspace-{}", number);
  workspace.branch = workspace.name;
  workspace.base = "main";
  workspace.path = (paths_.worktrees / "project" / workspace.name).string();
  workspace.created_at = core::SystemClock().now() - minutes(20 * number);
  repository_.git({"worktree", "add", "--quiet", "-b", workspace.branch, workspace.path});
  must(store.put_workspace(workspace));

  Conversation conversation(number, workspace.created_at);
  must(store.create_session(conversation.session(), workspace.id, "claude-opus-4-8", "acceptEdits",
                            workspace.created_at));
  for (int turn = 0; turn < size.turns; ++turn) conversation.add_turn(size.replies);
  (void)must(store.record(conversation.facts()));

  core::BranchObserved branch;
  branch.repository = workspace.repository;
  branch.workspace = workspace.id;
  branch.head = core::CommitOid(head_);
  branch.merge_base = branch.head;
  branch.branch = workspace.branch;
  branch.at = workspace.created_at;
  const core::Fact facts[] = {branch};
  (void)must(store.record(facts));
}

}  // namespace orchard::test
