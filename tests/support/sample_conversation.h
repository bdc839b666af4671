#pragma once

#include "app/model/app_snapshot.h"
#include "tests/support/sample_snapshot.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace orchard::test {

/// Builds a transcript item by item; each comes `seconds` after the one before.
class SampleTranscript {
 public:
  using Kind = app::TranscriptItem::Kind;

  explicit SampleTranscript(const core::SessionId& session, core::Timestamp begin) : at_(begin) {
    transcript_->session = session;
  }

  app::TranscriptItem& add(Kind kind, int seconds, std::string text = "") {
    at_ += std::chrono::seconds(seconds);
    auto item = std::make_shared<app::TranscriptItem>();
    item->kind = kind;
    item->id = "item-" + std::to_string(transcript_->items.size());
    item->at = at_;
    item->text = std::move(text);
    transcript_->items.push_back(item);
    return *item;
  }
  app::TranscriptItem& tool(int seconds, std::string name, std::string summary,
                            std::string input_json = "{}") {
    auto& item = add(Kind::tool, seconds);
    item.tool = std::move(name);
    item.summary = std::move(summary);
    item.input_json = std::move(input_json);
    item.result = "ok";
    return item;
  }
  [[nodiscard]] std::shared_ptr<app::Transcript> get() const { return transcript_; }

 private:
  core::Timestamp at_;
  std::shared_ptr<app::Transcript> transcript_ = std::make_shared<app::Transcript>();
};

inline std::shared_ptr<app::Transcript> make_sample_transcript(const core::SessionId& session) {
  using Kind = app::TranscriptItem::Kind;
  SampleTranscript sample(session, sample_now() - std::chrono::minutes(7));
  auto& footer = sample.add(Kind::turn_footer, 0);
  footer.turn_number = 14;
  footer.duration = std::chrono::seconds(108);
  footer.usage = {10'000, 3'100, 4'900, 0, 197'500};
  footer.cost = {271'000'000};
  footer.model = "claude-opus-4-5";
  sample.add(Kind::user, 129,
             "Send the RateLimit headers on 2xx answers too, not only on 429. Clients with an old "
             "SDK still need `retry_after` in the body. Round it up.");
  sample.add(Kind::text, 3,
             "The limiter already knows the window on every request, so the headers cost one "
             "lookup. I will:\n\n"
             "- write `RateLimit-Limit`, `-Remaining` and `-Reset` in the middleware, **before** "
             "the body streams;\n"
             "- keep `retry_after` in the 429 body, rounded up so no client comes back early;\n"
             "- leave routes without a policy untouched: no header rather than a wrong one.");
  sample.add(Kind::thinking, 9, "Where does the window live?");
  sample.tool(1, "Read", "src/http/rate_limit/mod.rs");
  sample.tool(2, "Read", "src/http/rate_limit/headers.rs");
  sample.tool(2, "Grep", "retry_after");
  sample.tool(2, "Grep", "reset_in");
  sample.tool(2, "Read", "src/http/middleware.rs");
  sample.tool(2, "Edit", "src/http/rate_limit/headers.rs",
              R"({"file_path":"src/http/rate_limit/headers.rs",)"
              R"("old_string":"    let window = policy.window_at(now);\n    let retry = )"
              R"(window.reset_in(now).as_secs();\n    if limited {",)"
              R"("new_string":"    let window = policy.window_at(now);\n    // Round up: a client )"
              R"(must never come back early.\n    let retry = )"
              R"(window.reset_in(now).as_secs_f64().ceil() as u64;\n    if limited {"})");
  return sample.get();
}

/// The sample with the conversation of "rate-limit-headers" open and its changes listed.
inline app::AppSnapshot make_sample_conversation() {
  using app::FileGroup;
  auto snapshot = make_sample_snapshot();
  auto& slot = snapshot.repositories[1].workspaces[0];
  app::WorkspaceState workspace = *slot;
  workspace.sessions.front().title = "Headers";
  workspace.sessions.front().turn_started_at = sample_now() - std::chrono::seconds(291);
  for (const auto* title : {"Redis limiter", "Review"}) {
    app::SessionSummary other = workspace.sessions.front();
    other.id = core::SessionId(std::string("s-") + title);
    other.title = title;
    other.state = core::SessionState::stopped;
    other.last_outcome = core::TurnOutcome::ok;
    other.requests.clear();
    other.turns = 7;
    workspace.sessions.push_back(other);
  }
  workspace.files = {{FileGroup::committed, "src/http/rate_limit/headers.rs", 'A', {184, 0, 1}},
                     {FileGroup::committed, "src/http/rate_limit/mod.rs", 'M', {96, 41, 1}},
                     {FileGroup::committed, "src/http/middleware.rs", 'M', {73, 58, 1}},
                     {FileGroup::committed, "src/config/limits.rs", 'M', {61, 22, 1}},
                     {FileGroup::committed, "tests/rate_limit_headers.rs", 'A', {171, 0, 1}},
                     {FileGroup::committed, "docs/http-api.md", 'M', {27, 27, 1}},
                     {FileGroup::staged, "src/http/rate_limit/mod.rs", 'M', {18, 4, 1}},
                     {FileGroup::unstaged, "src/http/rate_limit/headers.rs", 'M', {14, 9, 1}},
                     {FileGroup::unstaged, "Cargo.toml", 'M', {9, 0, 1}},
                     {FileGroup::untracked, "benches/header_alloc.rs", '?', {38, 0, 1}}};
  const auto commit = [&workspace](const char* oid, const char* summary, int minutes) {
    core::CommitInfo info;
    info.oid = core::CommitOid(std::string(oid) + "000000000000000000000000000000000");
    info.summary = summary;
    info.author = "Mara";
    info.authored_at = sample_now() - std::chrono::minutes(minutes);
    workspace.log.push_back(info);
  };
  commit("9c41e7b", "Emit RateLimit-* on every 2xx", 14);
  commit("e07f3a2", "Share window arithmetic", 31);
  commit("5b82d10", "Round Retry-After up", 1500);
  commit("a3390fe", "Config: per-route policies", 1600);
  commit("71d6c48", "Test clock for windows", 1700);
  commit("0fe2b95", "Split headers from limiter", 2900);
  snapshot.transcript = make_sample_transcript(workspace.sessions.front().id);
  slot = std::make_shared<const app::WorkspaceState>(std::move(workspace));
  return snapshot;
}

}  // namespace orchard::test
