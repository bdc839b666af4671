#include "app/ui/transcript/row_layout.h"

#include "app/view_model/markdown/code_tokens.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

constexpr std::size_t kLinesAtFirst = 24;
constexpr std::size_t kResultLines = 200;
constexpr std::size_t kMostBytesDrawn = 200'000;

// What nobody can read is not laid out: the copy button still gives all of it.
std::string_view readable_part(std::string_view text) {
  return text.substr(0, kMostBytesDrawn);
}

// The user's words as they are, with `code` in its box.
MarkdownSpans spans_of_user(const std::string& text) {
  MarkdownSpans spans;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto open = rest.find('`');
    const auto close = open == std::string_view::npos ? open : rest.find('`', open + 1);
    const bool code = close != std::string_view::npos && close > open + 1 &&
                      rest.substr(open, close - open).find('\n') == std::string_view::npos;
    if (!code) {
      const auto end = open == std::string_view::npos ? rest.size() : open + 1;
      spans.push_back({SpanStyle::plain, std::string(rest.substr(0, end)), ""});
      rest.remove_prefix(end);
      continue;
    }
    if (open > 0) spans.push_back({SpanStyle::plain, std::string(rest.substr(0, open)), ""});
    spans.push_back({SpanStyle::code, std::string(rest.substr(open + 1, close - open - 1)), ""});
    rest.remove_prefix(close + 1);
  }
  return spans;
}

MarkdownLayout layout_user(const Canvas& canvas, const std::string& text, float width) {
  MarkdownLayout layout;
  MarkdownLayout::Part part;
  part.width = width;
  const std::string shown = displayable(readable_part(text));
  part.text = layout_spans(canvas, spans_of_user(shown), {}, width);
  layout.height = part.height = part.text.height();
  layout.parts.push_back(std::move(part));
  return layout;
}

std::string first_lines(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t lines = 0; lines < most && end < text.size(); ++lines) {
    const auto newline = text.find('\n', end);
    if (newline == std::string_view::npos) return std::string(text);
    end = newline + 1;
  }
  if (end >= text.size()) return std::string(text.substr(0, end > 0 ? end - 1 : 0));
  return std::string(text.substr(0, end)) + "\u2026";
}

TextBlock layout_result(const Canvas& canvas, const TranscriptItem& item, float width) {
  std::string text = displayable(readable_part(item.result));
  if (text.empty()) text = item.finished ? "(no output)" : "(still running)";
  return layout_code(canvas, first_lines(text, kResultLines), "", Font::mono_12, width, 18);
}

// Fills the parts of a layout, one kind of row each.
struct Builder {
  const Canvas& canvas;
  RowLayout& layout;

  void operator()(const UserCard& card) {
    layout.body = layout_user(canvas, card.item->text, layout.width - 34);
    layout.height = layout.body.height + 12 + 18 + 14;
  }
  void operator()(const AgentText& text) {
    layout.body = layout_markdown(canvas, readable_part(text.item->text), layout.width);
    layout.height = layout.body.height;
  }
  void operator()(const StreamingText& text) {
    if (text.thinking) {
      TextLook look{Font::regular_13, Font::semibold_13, Font::regular_13,
                    Font::mono_12,    Colour::faint,     20};
      layout.body = layout_plain(canvas, readable_part(text.text), look, layout.width);
    } else {
      layout.body = layout_markdown(canvas, readable_part(text.text), layout.width);
    }
    layout.height = layout.body.height;
  }
  void operator()(const QuietGroup& group) {
    layout.height = 29;
    if (layout.opened.empty() || layout.opened.front() != '1') return;
    if (!group.thoughts.empty()) {
      std::string text;
      for (const auto& thought : group.thoughts) text += thought->text + "\n";
      TextLook look{Font::regular_13, Font::semibold_13, Font::regular_13,
                    Font::mono_12,    Colour::muted,     20};
      layout.body = layout_plain(canvas, readable_part(text), look, layout.width - 18);
      layout.height += layout.body.height + 6;
      return;
    }
    for (std::size_t i = 0; i < group.tools.size(); ++i) {
      const bool open = group.tools.size() == 1 || layout.opened[i + 1] == '1';
      TextBlock block;
      if (open) block = layout_result(canvas, *group.tools[i].item, layout.width - 18 - 24);
      if (group.tools.size() > 1) layout.height += 26;
      if (open) layout.height += block.height() + 12 + 6;
      layout.details.push_back(std::move(block));
    }
    layout.height += 4;
  }
  void operator()(const EditCard& card) {
    layout.diff = layout_diff(canvas, card.diff, card.language, card.numbered, layout.width - 2,
                              layout.opened == "1");
    layout.height = 33 + layout.diff.height + 1;
  }
  void operator()(const PermissionCard& card);
  void operator()(const TurnFooter&) { layout.height = 20; }
  void operator()(const NoticeLine&) { layout.height = 20; }
  void operator()(const ErrorCard& card) {
    TextLook look{Font::regular_13, Font::semibold_13, Font::regular_13,
                  Font::mono_12,    Colour::text,      18};
    layout.body = layout_plain(canvas, readable_part(card.text), look, layout.width - 52);
    layout.height = layout.body.height + 12 + 20 + 12;
  }
};

void Builder::operator()(const PermissionCard& card) {
  const float inner = layout.width - 30;
  float height = 12 + 18;
  if (!card.command.empty()) {
    const std::string shown = displayable(readable_part(card.command));
    const bool shell = card.request.tool == "Bash";
    layout.command = layout_code(canvas, shown, shell ? "" : "json", Font::mono_13,
                                 inner - 24 - (shell ? 15.0F : 0.0F), 20);
    height += 8 + layout.command.height() + 12;
  }
  if (!card.diff.lines.empty()) {
    layout.diff =
        layout_diff(canvas, card.diff, card.language, false, inner - 2, layout.opened == "1");
    height += 8 + 28 + layout.diff.height + 1;
  }
  if (!card.plan.empty()) {
    layout.body = layout_markdown(canvas, readable_part(card.plan), inner);
    height += 8 + layout.body.height;
  } else if (card.question) {
    const std::string& asked = card.question_text.empty() ? card.words.note : card.question_text;
    layout.body = layout_markdown(canvas, readable_part(asked), inner);
    height += 8 + layout.body.height;
  } else if (!card.words.note.empty()) {
    height += 6 + 16;
  }
  layout.height = height + 10 + 32 + 13;
}

}  // namespace

DiffLayout layout_diff(const Canvas& canvas, const LineDiff& diff, const std::string& language,
                       bool numbered, float width, bool whole) {
  DiffLayout layout;
  CodeState unused;
  float y = 4;
  const std::size_t count = whole ? diff.lines.size() : std::min(diff.lines.size(), kLinesAtFirst);
  const float gutter = numbered ? 108.0F : 36.0F;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& line = diff.lines[i];
    DiffLayout::Row row;
    row.kind = line.kind;
    if (numbered && line.old_line > 0) row.old_line = fmt::format("{}", line.old_line);
    if (numbered && line.new_line > 0) row.new_line = fmt::format("{}", line.new_line);
    row.text = layout_code(canvas, readable_part(line.text), language, Font::mono_12,
                           width - gutter - 16, 20);
    row.y = y;
    row.height = line.kind == DiffLine::Kind::gap ? 10 : row.text.height();
    y += row.height;
    layout.rows.push_back(std::move(row));
  }
  layout.hidden = diff.lines.size() - count;
  layout.height = y + 4 + (layout.hidden > 0 ? 28.0F : 0.0F);
  return layout;
}

std::string opened_parts(const TranscriptRow& row, const UiState& state) {
  std::string parts(1, state.opened.contains(row.id) ? '1' : '0');
  const auto* group = std::get_if<QuietGroup>(row.content.get());
  if (group == nullptr || parts == "0" || group->tools.size() < 2) return parts;
  for (const auto& tool : group->tools) {
    parts.push_back(state.opened.contains(tool.item->id + "/result") ? '1' : '0');
  }
  return parts;
}

RowLayout layout_row(const Canvas& canvas, const TranscriptRow& row, float width,
                     const UiState& state) {
  RowLayout layout;
  layout.content = row.content;
  layout.width = width;
  layout.scale = canvas.scale();
  layout.font_build = canvas.fonts().build_count();
  layout.opened = opened_parts(row, state);
  std::visit(Builder{canvas, layout}, *row.content);
  return layout;
}

float guess_height(const TranscriptRow& row, float width) {
  const auto lines = [width](const std::string& text) {
    return 1.0F + static_cast<float>(text.size()) * 7.4F / std::max(width, 100.0F);
  };
  const RowContent& content = *row.content;
  if (const auto* user = std::get_if<UserCard>(&content)) return 44 + 23 * lines(user->item->text);
  if (const auto* text = std::get_if<AgentText>(&content)) return 23 * lines(text->item->text);
  if (const auto* edit = std::get_if<EditCard>(&content)) {
    return 42 + 20 * static_cast<float>(std::min(edit->diff.lines.size(), kLinesAtFirst));
  }
  if (std::holds_alternative<PermissionCard>(content)) return 150;
  return 28;
}

float gap_above(const TranscriptRow& above, const TranscriptRow& row) {
  const bool quiet_above = std::holds_alternative<QuietGroup>(*above.content);
  const bool quiet = std::holds_alternative<QuietGroup>(*row.content);
  if (quiet_above && quiet) return 0;
  if (quiet) return 8;
  if (quiet_above) return 12;
  if (std::holds_alternative<TurnFooter>(*row.content)) return 10;
  if (std::holds_alternative<UserCard>(*row.content)) return 14;
  return 13;
}

}  // namespace orchard::app::ui
