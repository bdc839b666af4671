#include "app/cli/commands/session/request_text.h"

#include "app/cli/columns.h"
#include "app/cli/commands/session/answer_hint.h"
#include "app/cli/table.h"
#include "app/view_model/text/format.h"
#include "app/view_model/transcript/row_content.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kLinesInNotice = 8;
constexpr std::size_t kLongestLine = 200;
constexpr const char* kIndent = "    ";

PermissionCard card_of(const metrics::OpenRequest& request) {
  return make_permission_card({request.session, request.request, request.tool, request.summary,
                               request.input_json, request.asked_at},
                              "", request.asked_at);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> diff_lines_of(const LineDiff& diff) {
  std::vector<std::string> lines;
  for (const DiffLine& line : diff.lines) {
    switch (line.kind) {
      case DiffLine::Kind::same:
        lines.push_back("  " + line.text);
        break;
      case DiffLine::Kind::added:
        lines.push_back("+ " + line.text);
        break;
      case DiffLine::Kind::deleted:
        lines.push_back("- " + line.text);
        break;
      case DiffLine::Kind::gap:
        lines.emplace_back("  \u2026");
        break;
    }
  }
  return lines;
}

bool writes(const PermissionCard& card) {
  return !card.diff.lines.empty();
}

std::vector<std::string> detail_lines(const PermissionCard& card) {
  if (writes(card)) return diff_lines_of(card.diff);
  if (!card.plan.empty()) return lines_of(card.plan);
  if (!card.question_text.empty()) return lines_of(card.question_text);
  auto lines = lines_of(card.command);
  // One line stands in the headline, unless it was cut there.
  if (lines.size() == 1 && lines.front() == card.request.summary) lines.clear();
  return lines;
}

}  // namespace

std::string request_headline(const metrics::OpenRequest& request) {
  const PermissionCard card = card_of(request);
  std::string text = terminal_text(request.tool + " " + request.summary);
  if (writes(card))
    text += fmt::format("  {} {}", additions_text(card.diff.additions),
                        deletions_text(card.diff.deletions));
  return text;
}

std::string request_detail(const metrics::OpenRequest& request, std::size_t most,
                           std::string_view more) {
  const auto lines = detail_lines(card_of(request));
  // The line that says how many are left out would take the place of the last one.
  const bool all = most == 0 || lines.size() <= most + 1;
  const std::size_t shown = all ? lines.size() : most;
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string line = terminal_text(lines[i]);
    text += kIndent + (most == 0 ? line : cut_to_columns(line, kLongestLine)) + "\n";
  }
  if (!all)
    text += fmt::format(
        "{}\u2026 {}{}\n", kIndent,
        counted(static_cast<std::int64_t>(lines.size() - shown), "more line", "more lines"), more);
  return text;
}

std::string request_notice(const metrics::OpenRequest& request) {
  const std::string show = ": `orchard show " + request.session.value.substr(0, 8) + "`";
  return "The agent asks: " + request_headline(request) + "\n" +
         request_detail(request, kLinesInNotice, show) +
         "Answer with: " + terminal_text(answer_command(request));
}

}  // namespace orchard::app
