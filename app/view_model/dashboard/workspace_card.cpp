#include "app/view_model/dashboard/workspace_card.h"

#include "app/view_model/markdown/plain_text.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/transcript/tool_input.h"

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kMessageLimit = 240;
constexpr std::size_t kCommandLimit = 400;

bool is_large(Face face) {
  return face != Face::idle && face != Face::archived;
}

std::string tokens_hover(const core::TokenUsage& usage) {
  return fmt::format("{} new input\n{} written to the cache\n{} read from the cache\n{} output",
                     grouped_number(usage.input), grouped_number(usage.cache_write()),
                     grouped_number(usage.cache_read), grouped_number(usage.output));
}

std::string uncommitted_note(const WorkspaceState& workspace) {
  const auto files = workspace.uncommitted.files;
  if (files <= 0) return "";
  return counted(files, "file uncommitted", "files uncommitted");
}

void fill_figures(WorkspaceCard& card, const WorkspaceState& workspace) {
  card.additions = {additions_text(workspace.net.additions), Role::added, ""};
  card.deletions = {deletions_text(workspace.net.deletions), Role::deleted, ""};
  const auto& open = workspace.uncommitted;
  if (open.additions != 0 || open.deletions != 0) {
    card.additions.hover = fmt::format("and uncommitted {} {}", additions_text(open.additions),
                                       deletions_text(open.deletions));
    card.deletions.hover = card.additions.hover;
  }
  card.commits = counted(workspace.commits, "commit", "commits");
  if (workspace.sessions.empty()) return;
  const auto& latest = workspace.sessions.front();
  card.turns = {counted(latest.turns, "turn", "turns"), Role::muted, "of the latest session"};
  card.tokens = {compact_number(latest.usage.total()), Role::muted, tokens_hover(latest.usage)};
  card.cost = {money_about(latest.cost, latest.cost_is_estimated), Role::text,
               money_exact(latest.cost)};
}

void fill_waiting(WorkspaceCard& card, const SessionSummary& session, std::string_view worktree) {
  if (session.requests.empty()) return;
  const auto& request = session.requests.front();
  card.request = request.request;
  const RequestWords words = words_of(request, worktree);
  if (request.tool == "AskUserQuestion") {
    card.message = truncate(plain_text(words.note), kMessageLimit);
    card.actions = question_actions(request, 4);
    return;
  }
  card.message = words.verb;
  card.command = truncate(words.subject, kCommandLimit);
  card.actions = {{CardAction::Kind::allow, "Allow", "Enter", true},
                  {CardAction::Kind::always, "Always in session", "", false},
                  {CardAction::Kind::deny, "Deny\u2026", "", false}};
}

void fill_large(WorkspaceCard& card, const WorkspaceState& workspace,
                const SessionSummary& session) {
  card.session = session.id;
  if (card.face == Face::waiting) {
    fill_waiting(card, session, workspace.path);
    return;
  }
  const bool failed = card.face == Face::failed && !session.last_error.empty();
  card.message =
      truncate(failed ? displayable_line(session.last_error) : plain_text(session.last_message),
               kMessageLimit);
  if (card.face == Face::running) {
    card.tool = displayable_line(session.current_tool);
    if (card.message.empty()) card.message = displayable_line(session.title);
    return;
  }
  card.actions = {{CardAction::Kind::open, "Open", "", false}};
  if (card.face == Face::done) {
    card.actions.push_back({CardAction::Kind::archive, "Archive", "", false});
  }
  card.note = uncommitted_note(workspace);
}

}  // namespace

CardAction only_reply() {
  return {CardAction::Kind::reply, "Answer\u2026", "Enter", true};
}

std::vector<CardAction> question_actions(const OpenRequest& request, std::size_t most) {
  std::vector<CardAction> actions;
  const auto questions = read_tool_input(request.input_json).questions;
  // One press is one answer, and a choice is only one when all of it is there: anything more is
  // answered in the workspace.
  if (questions.size() == 1 && !questions.front().several &&
      questions.front().options.size() <= most) {
    for (const std::string& option : questions.front().options) {
      actions.push_back({CardAction::Kind::option,
                         displayable_line(option),
                         std::to_string(actions.size() + 1),
                         actions.empty(),
                         {questions.front().text, option}});
    }
  }
  if (actions.empty()) return {only_reply()};
  actions.push_back({CardAction::Kind::reply, "Reply\u2026", "", false});
  return actions;
}

RequestWords words_of(const OpenRequest& request, std::string_view worktree) {
  const ToolInput input = read_tool_input(request.input_json);
  RequestWords words;
  words.subject = displayable_line(request.summary);
  words.note = displayable_line(input.description);
  if (request.tool == "Bash") {
    words.title = "Allow this command?";
    words.verb = "Run";
    if (!input.command.empty()) words.subject = displayable_line(input.command);
  } else if (request.tool == "AskUserQuestion") {
    words.title = "The agent asks";
    words.verb = "Answer";
    words.note = displayable_line(input.question.empty() ? request.summary : input.question);
    words.subject.clear();
  } else if (request.tool == "ExitPlanMode") {
    words.title = "Go ahead with this plan?";
    words.verb = "Begin";
    words.subject = "the plan";
  } else if (request.tool == "Edit" || request.tool == "MultiEdit") {
    words.title = "Allow this edit?";
    words.verb = "Edit";
  } else if (request.tool == "Write" || request.tool == "NotebookEdit") {
    words.title = "Allow writing this file?";
    words.verb = "Write";
  } else {
    words.title = fmt::format("Allow {}?", displayable_line(request.tool));
    words.verb = fmt::format("Use {}", displayable_line(request.tool));
  }
  const bool names_file = words.verb == "Edit" || words.verb == "Write";
  if (names_file && !input.path.empty())
    words.subject = displayable_line(path_inside(input.path, worktree));
  return words;
}

WorkspaceCard make_workspace_card(const WorkspaceState& workspace, const SeenTimes& seen,
                                  core::Timestamp now) {
  const WorkspaceFace face = face_of(workspace, seen, now);
  WorkspaceCard card;
  card.workspace = workspace.id;
  card.face = face.face;
  card.mark = mark_of(face.face);
  card.large = is_large(face.face);
  card.name = displayable_line(workspace.name);
  card.repository = displayable_line(workspace.repository_name);
  card.branch = displayable_line(workspace.branch);
  card.base = displayable_line(workspace.base);
  card.state = {std::string(name_of(face.face)), role_of(face.face), ""};
  card.time = time_of(workspace, face, now);
  fill_figures(card, workspace);
  if (face.session != nullptr) card.session = face.session->id;
  if (card.large && face.session != nullptr) fill_large(card, workspace, *face.session);
  if (face.face == Face::archived) {
    card.actions = {{CardAction::Kind::restore, "Restore", "", false},
                    {CardAction::Kind::remove, "Delete", "", false}};
  }
  return card;
}

}  // namespace orchard::app
