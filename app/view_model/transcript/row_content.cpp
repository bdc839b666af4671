#include "app/view_model/transcript/row_content.h"

#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/markdown/code_tokens.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"
#include "app/view_model/transcript/tool_input.h"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr int kDiffContext = 2;
constexpr std::size_t kMostDiffLines = 400;

bool is_edit_tool(std::string_view tool) {
  return tool == "Edit" || tool == "MultiEdit" || tool == "Write";
}

// What the tool would touch, for whoever works inside the worktree.
std::string path_of(const ToolInput& input, const std::string& summary, std::string_view worktree) {
  return displayable_line(path_inside(input.path.empty() ? summary : input.path, worktree));
}

// Several replacements of one call stand below each other with a gap between.
LineDiff diff_of(const ToolInput& input) {
  LineDiff all;
  if (input.edits.empty()) {
    all = diff_lines("", displayable(input.content), kDiffContext);
  }
  for (const auto& edit : input.edits) {
    LineDiff one = diff_lines(displayable(edit.before), displayable(edit.after), kDiffContext);
    if (!all.lines.empty()) all.lines.push_back({DiffLine::Kind::gap, 0, 0, ""});
    all.lines.insert(all.lines.end(), one.lines.begin(), one.lines.end());
    all.additions += one.additions;
    all.deletions += one.deletions;
  }
  if (all.lines.size() > kMostDiffLines) {
    all.lines.resize(kMostDiffLines);
    all.lines.push_back({DiffLine::Kind::gap, 0, 0, ""});
  }
  return all;
}

void add_usage(std::vector<Figure>& figures, const core::TokenUsage& usage, core::Cost cost,
               std::string_view suffix) {
  const auto input = usage.context();
  if (usage.total() > 0) {
    figures.push_back(
        {fmt::format("{} in, {} cached", compact_number(input), percent(usage.cache_read, input)),
         Role::faint,
         fmt::format("{} new input\n{} written to the cache\n{} read from the cache",
                     grouped_number(usage.input), grouped_number(usage.cache_write()),
                     grouped_number(usage.cache_read))});
    figures.push_back({fmt::format("{} out", compact_number(usage.output)), Role::faint,
                       grouped_number(usage.output)});
  }
  if (cost.nano_dollars > 0) {
    figures.push_back(
        {fmt::format("{}{}", money_fine(cost), suffix), Role::faint, money_exact(cost)});
  }
}

}  // namespace

bool has_edit_card(const TranscriptItem& item) {
  return item.kind == TranscriptItem::Kind::tool && item.finished && !item.failed &&
         is_edit_tool(item.tool);
}

EditCard make_edit_card(const ItemPtr& item, std::string_view worktree) {
  const ToolInput input = read_tool_input(item->input_json);
  EditCard card;
  card.item = item;
  card.verb = item->tool == "Write" ? "Wrote" : "Edited";
  card.path = path_of(input, item->summary, worktree);
  card.language = language_of_path(card.path);
  card.diff = diff_of(input);
  card.numbered = input.edits.empty();
  return card;
}

PermissionCard make_permission_card(const OpenRequest& request, std::string_view worktree,
                                    core::Timestamp now) {
  const ToolInput input = read_tool_input(request.input_json);
  PermissionCard card;
  card.request = request;
  card.words = words_of(request, worktree);
  card.asked = fmt::format("{} \u00b7 asked {} ago", displayable_line(request.tool),
                           elapsed(now - request.asked_at));
  card.question = request.tool == "AskUserQuestion";
  card.plan = displayable(input.plan);
  card.questions = input.questions;
  for (std::size_t i = 0; i < card.questions.size(); ++i) {
    const AskedQuestion& asked = card.questions[i];
    const std::string text = displayable(asked.text);
    card.question_text += card.questions.size() == 1 ? text : fmt::format("{}. {}", i + 1, text);
    for (std::size_t k = 0; k < asked.options.size(); ++k)
      if (!asked.explanations[k].empty())
        card.question_text += fmt::format("\n- **{}**: {}", displayable_line(asked.options[k]),
                                          displayable_line(asked.explanations[k]));
    if (card.questions.size() > 1) card.question_text += "\n";
  }
  if (is_edit_tool(request.tool)) {
    card.path = path_of(input, request.summary, worktree);
    card.language = language_of_path(card.path);
    card.diff = diff_of(input);
  } else if (!card.question && card.plan.empty()) {
    // What would run is shown as it is, line by line: nothing of it may hide.
    card.command = displayable(input.command.empty() ? request.summary : input.command);
    if (card.command.empty()) card.command = displayable(request.input_json);
  }
  return card;
}

TurnFooter make_turn_footer(const TranscriptItem& item, const ItemPtr& answer) {
  TurnFooter footer;
  footer.answer = answer;
  Figure turn{fmt::format("turn {}", item.turn_number), Role::faint, full_time(item.at)};
  if (item.outcome == core::TurnOutcome::interrupted) {
    turn.text += " interrupted";
    turn.role = Role::warn;
  } else if (item.outcome == core::TurnOutcome::error) {
    turn.text += " failed";
    turn.role = Role::danger;
  }
  footer.figures.push_back(turn);
  footer.figures.push_back({elapsed(item.duration), Role::faint, ""});
  add_usage(footer.figures, item.usage, item.cost, "");
  if (!item.model.empty()) {
    footer.figures.push_back({model_name(item.model), Role::faint, displayable_line(item.model)});
  }
  return footer;
}

TurnFooter make_live_footer(const SessionSummary& session, std::int64_t turn_number,
                            core::Timestamp now) {
  TurnFooter footer;
  const bool waits = !session.requests.empty();
  footer.figures.push_back(
      {fmt::format("turn {} {}", turn_number, waits ? "waits for you" : "is running"),
       waits ? Role::warn : Role::accent, ""});
  const auto since = session.turn_started_at.value_or(session.last_active_at);
  footer.figures.push_back({elapsed(now - since), Role::faint, full_time(since)});
  if (!session.current_tool.empty()) {
    footer.figures.push_back(
        {truncate(displayable_line(session.current_tool), 60), Role::faint, ""});
  }
  return footer;
}

std::string remedy_of(std::string_view error) {
  struct Known {
    std::string_view part;
    std::string_view remedy;
  };
  constexpr std::array<Known, 8> kKnown{
      {{"verloaded", "The API is busy. Send a message to try again."},
       {"529", "The API is busy. Send a message to try again."},
       {"/login", "Sign in: run claude in a terminal and type /login."},
       {"uthentication", "Sign in: run claude in a terminal and type /login."},
       {"too long", "The context window is full. Send /compact, or begin a new session."},
       {"imit reached", "Wait for the reset of the limit, then send a message to go on."},
       {"usage limit", "Wait for the reset of the limit, then send a message to go on."},
       {"onnection", "Check the network, then send a message to try again."}}};
  for (const auto& known : kKnown) {
    if (error.find(known.part) != std::string_view::npos) return std::string(known.remedy);
  }
  return "The session is kept. Send a message to go on.";
}

}  // namespace orchard::app
