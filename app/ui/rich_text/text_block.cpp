#include "app/ui/rich_text/text_block.h"

#include "app/ui/widgets/interact.h"
#include "app/view_model/markdown/code_tokens.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr float kCodePad = 5;

Font font_of(SpanStyle style, const TextLook& look) {
  switch (style) {
    case SpanStyle::bold:
    case SpanStyle::bold_italic:
      return look.bold;
    case SpanStyle::italic:
      return look.italic;
    case SpanStyle::code:
      return look.code;
    case SpanStyle::plain:
    case SpanStyle::strike:
      break;
  }
  return look.plain;
}

// Fills lines from left to right, word by word.
class Setter {
 public:
  Setter(const Canvas& canvas, const TextLook& look, float width)
      : canvas_(canvas), look_(look), width_(width) {
    block_.line_height = look.line_height;
    block_.lines.push_back({});
  }

  void span(const MarkdownSpan& span) {
    span_ = &span;
    begins_run_ = true;
    std::string_view rest = span.text;
    while (!rest.empty()) {
      if (rest.front() == '\n') {
        new_line(false);
        rest.remove_prefix(1);
        continue;
      }
      std::size_t end = rest.find_first_of(" \n");
      if (end == 0) end = std::min(rest.find_first_not_of(' '), rest.size());
      word(rest.substr(0, std::min(end, rest.size())));
      rest.remove_prefix(std::min(end, rest.size()));
    }
  }

  TextBlock finish() {
    for (std::size_t i = 0; i < block_.lines.size(); ++i) {
      auto& line = block_.lines[i];
      line.y = static_cast<float>(i) * block_.line_height;
      if (line.runs.empty()) continue;
      const auto& last = line.runs.back();
      block_.width = std::max(block_.width, last.x + last.width + (last.boxed ? kCodePad : 0));
    }
    return std::move(block_);
  }

 private:
  [[nodiscard]] bool boxed() const { return span_->style == SpanStyle::code; }

  void new_line(bool by_wrapping) {
    block_.lines.push_back({});
    x_ = 0;
    begins_run_ = true;
    wrapped_ = by_wrapping;
  }

  void word(std::string_view text) {
    const Font font = font_of(span_->style, look_);
    const float wide = canvas_.width(font, text) + (boxed() ? 2 * kCodePad : 0);
    const bool space = text.front() == ' ';
    if (x_ > 0 && x_ + wide > width_ + 0.5F) {
      if (space) {
        // The space that the line breaks at is not drawn.
        new_line(true);
        return;
      }
      new_line(true);
    }
    if (wide > width_ && !space) {
      break_word(font, text);
    } else if (!space || x_ > 0 || !wrapped_) {
      put(font, text);
    }
  }

  void break_word(Font font, std::string_view text) {
    std::size_t begin = 0;
    std::size_t at = 0;
    const float room = width_ - (boxed() ? 2 * kCodePad : 0);
    float wide = 0;
    while (at < text.size()) {
      std::size_t next = at;
      (void)next_character(text, next);
      const float more = canvas_.width(font, text.substr(at, next - at));
      if (wide + more > room && at > begin) {
        put(font, text.substr(begin, at - begin));
        new_line(true);
        begin = at;
        wide = 0;
      }
      wide += more;
      at = next;
    }
    put(font, text.substr(begin));
  }

  void put(Font font, std::string_view text) {
    const float wide = canvas_.width(font, text);
    auto& runs = block_.lines.back().runs;
    if (!begins_run_ && !runs.empty()) {
      runs.back().text += text;
      runs.back().width += wide;
      x_ += wide;
      return;
    }
    TextRun run;
    run.font = font;
    run.colour = span_->link.empty() ? look_.colour : Colour::info;
    run.boxed = boxed();
    run.struck = span_->style == SpanStyle::strike;
    run.x = x_ + (run.boxed ? kCodePad : 0);
    run.width = wide;
    run.text = text;
    run.link = span_->link;
    x_ = run.x + wide + (run.boxed ? kCodePad : 0);
    runs.push_back(std::move(run));
    begins_run_ = false;
  }

  const Canvas& canvas_;
  const TextLook& look_;
  float width_;
  TextBlock block_;
  const MarkdownSpan* span_ = nullptr;
  float x_ = 0;
  bool begins_run_ = true;
  bool wrapped_ = false;  ///< the line began because the one above was full
};

Colour colour_of_code(CodeTokenKind kind) {
  switch (kind) {
    case CodeTokenKind::keyword:
      return Colour::syntax_keyword;
    case CodeTokenKind::string:
      return Colour::syntax_string;
    case CodeTokenKind::number:
      return Colour::syntax_number;
    case CodeTokenKind::comment:
      return Colour::syntax_comment;
    case CodeTokenKind::plain:
      break;
  }
  return Colour::text;
}

std::string with_spaces(std::string_view line) {
  constexpr std::size_t kTab = 4;
  std::string text;
  for (const char c : line) {
    if (c == '\t') {
      text.append(kTab - text.size() % kTab, ' ');
    } else {
      text.push_back(c);
    }
  }
  return text;
}

// One line of code onto as many lines as it needs.
void add_code_line(TextBlock& block, std::string_view line, std::string_view language,
                   CodeState& state, Font font, float advance, std::size_t columns) {
  block.lines.push_back({static_cast<float>(block.lines.size()) * block.line_height, {}});
  std::size_t column = 0;
  for (const auto& token : tokenize_line(line, language, state)) {
    std::size_t at = token.begin;
    while (at < token.end) {
      if (column == columns) {
        block.lines.push_back({static_cast<float>(block.lines.size()) * block.line_height, {}});
        column = 0;
      }
      const std::size_t begin = at;
      const std::size_t first = column;
      while (at < token.end && column < columns) {
        (void)next_character(line, at);
        ++column;
      }
      at = std::min(at, token.end);
      TextRun run;
      run.font = font;
      run.colour = colour_of_code(token.kind);
      run.x = static_cast<float>(first) * advance;
      run.width = static_cast<float>(column - first) * advance;
      run.text = line.substr(begin, at - begin);
      block.width = std::max(block.width, run.x + run.width);
      block.lines.back().runs.push_back(std::move(run));
    }
  }
}

}  // namespace

TextBlock layout_spans(const Canvas& canvas, const MarkdownSpans& spans, const TextLook& look,
                       float width) {
  Setter setter(canvas, look, std::max(width, 24.0F));
  for (const auto& span : spans) setter.span(span);
  return setter.finish();
}

TextBlock layout_code(const Canvas& canvas, std::string_view code, std::string_view language,
                      Font font, float width, float line_height) {
  TextBlock block;
  block.line_height = line_height;
  const float advance = std::max(canvas.width(font, "0"), 1.0F);
  const auto columns = static_cast<std::size_t>(std::max(8.0F, width / advance));
  CodeState state;
  while (true) {
    const auto end = code.find('\n');
    const std::string line = with_spaces(code.substr(0, end));
    add_code_line(block, line, language, state, font, advance, columns);
    if (end == std::string_view::npos) break;
    code.remove_prefix(end + 1);
  }
  return block;
}

void draw_block(const Canvas& canvas, const TextBlock& block, float x, float y) {
  for (const auto& line : block.lines) {
    const float top = y + line.y;
    if (!canvas.visible({x, top, std::max(block.width, 1.0F), block.line_height})) continue;
    for (const auto& run : line.runs) {
      const float drop = (block.line_height - canvas.line_height(run.font)) / 2;
      if (run.boxed) {
        canvas.fill({x + run.x - kCodePad, top + 2, run.width + 2 * kCodePad, 19}, Colour::raised,
                    4);
      }
      // Inline code shares the baseline of Inter 15/23, which lies 1.5 px below its own middle.
      canvas.text(run.font, run.colour, x + run.x, run.boxed ? top + 3 : top + drop, run.text);
      if (run.struck) {
        canvas.hairline(x + run.x, top + block.line_height / 2, run.width, run.colour);
      }
      if (run.link.empty()) continue;
      canvas.hairline(x + run.x, top + block.line_height - 3, run.width, run.colour);
      hint(canvas, {x + run.x, top, run.width, block.line_height}, run.link);
    }
  }
}

}  // namespace orchard::app::ui
