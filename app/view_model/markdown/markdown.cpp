#include "app/view_model/markdown/markdown.h"

#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <optional>

#include <fmt/format.h>
#include <md4c.h>

namespace orchard::app {
namespace {

constexpr int kDeepest = 16;

struct List {
  bool ordered = false;
  unsigned next = 1;
};

struct NamedEntity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<NamedEntity, 12> kEntities{{{"&amp;", "&"},
                                                 {"&lt;", "<"},
                                                 {"&gt;", ">"},
                                                 {"&quot;", "\""},
                                                 {"&apos;", "'"},
                                                 {"&nbsp;", " "},
                                                 {"&mdash;", "\u2014"},
                                                 {"&ndash;", "\u2013"},
                                                 {"&hellip;", "\u2026"},
                                                 {"&rarr;", "\u2192"},
                                                 {"&larr;", "\u2190"},
                                                 {"&copy;", "\u00a9"}}};

std::string decode_entity(std::string_view entity) {
  for (const auto& known : kEntities) {
    if (known.name == entity) return std::string(known.text);
  }
  if (entity.size() < 4 || entity[1] != '#') return std::string(entity);
  const bool hex = entity[2] == 'x' || entity[2] == 'X';
  const char* begin = entity.data() + (hex ? 3 : 2);
  const char* end = entity.data() + entity.size() - 1;
  unsigned value = 0;
  const auto [stop, error] = std::from_chars(begin, end, value, hex ? 16 : 10);
  if (error != std::errc() || stop != end || value > 0x10FFFF) return std::string(entity);
  std::string text;
  append_utf8(text, value);
  return displayable(text);
}

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  return attribute.text == nullptr ? std::string() : std::string(attribute.text, attribute.size);
}

// Collects md4c's events into flat blocks. One object per parse.
class Collector {
 public:
  std::vector<MarkdownBlock> take() { return std::move(blocks_); }

  void enter_block(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        end_leaf();
        ++quote_;
        break;
      case MD_BLOCK_UL:
        end_leaf();
        lists_.push_back({});
        break;
      case MD_BLOCK_OL:
        end_leaf();
        lists_.push_back({true, static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start});
        break;
      case MD_BLOCK_LI:
        end_leaf();
        begin_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
        break;
      case MD_BLOCK_HR:
        begin_leaf(MarkdownBlock::Kind::rule);
        end_leaf();
        break;
      case MD_BLOCK_H:
        begin_leaf(MarkdownBlock::Kind::heading);
        blocks_.back().level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
      case MD_BLOCK_CODE:
        begin_leaf(MarkdownBlock::Kind::code);
        set_language(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail));
        break;
      case MD_BLOCK_P:
        begin_leaf(MarkdownBlock::Kind::paragraph);
        break;
      case MD_BLOCK_TABLE:
        begin_leaf(MarkdownBlock::Kind::table);
        break;
      case MD_BLOCK_TR:
        blocks_.back().rows.emplace_back();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        blocks_.back().rows.back().emplace_back();
        break;
      default:
        break;
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        end_leaf();
        --quote_;
        break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        end_leaf();
        lists_.pop_back();
        break;
      case MD_BLOCK_LI:
        // An empty item still shows its marker.
        if (pending_marker_) begin_leaf(MarkdownBlock::Kind::paragraph);
        end_leaf();
        break;
      case MD_BLOCK_CODE:
        if (blocks_.back().code.ends_with('\n')) blocks_.back().code.pop_back();
        end_leaf();
        break;
      case MD_BLOCK_H:
      case MD_BLOCK_P:
      case MD_BLOCK_TABLE:
        end_leaf();
        break;
      default:
        break;
    }
  }

  void enter_span(MD_SPANTYPE type, void* detail) {
    switch (type) {
      case MD_SPAN_STRONG:
        ++bold_;
        break;
      case MD_SPAN_EM:
        ++italic_;
        break;
      case MD_SPAN_CODE:
        ++code_;
        break;
      case MD_SPAN_DEL:
        ++strike_;
        break;
      case MD_SPAN_A:
        links_.push_back(attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
        break;
      case MD_SPAN_IMG:
        links_.push_back(attribute_text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
        break;
      default:
        break;
    }
  }

  void leave_span(MD_SPANTYPE type) {
    switch (type) {
      case MD_SPAN_STRONG:
        --bold_;
        break;
      case MD_SPAN_EM:
        --italic_;
        break;
      case MD_SPAN_CODE:
        --code_;
        break;
      case MD_SPAN_DEL:
        --strike_;
        break;
      case MD_SPAN_A:
      case MD_SPAN_IMG:
        links_.pop_back();
        break;
      default:
        break;
    }
  }

  void text(MD_TEXTTYPE type, std::string_view text) {
    if (!in_leaf_) begin_leaf(MarkdownBlock::Kind::paragraph);
    if (blocks_.back().kind == MarkdownBlock::Kind::code) {
      blocks_.back().code += text;
      return;
    }
    switch (type) {
      case MD_TEXT_BR:
        append("\n");
        break;
      case MD_TEXT_SOFTBR:
        append(" ");
        break;
      case MD_TEXT_ENTITY:
        append(decode_entity(text));
        break;
      default:
        append(text);
        break;
    }
  }

 private:
  void begin_item(const MD_BLOCK_LI_DETAIL& detail) {
    auto& list = lists_.back();
    if (detail.is_task != 0) {
      pending_marker_ = detail.task_mark == ' ' ? "\u2610" : "\u2611";
    } else if (list.ordered) {
      pending_marker_ = fmt::format("{}.", list.next++);
    } else {
      pending_marker_ = "\u2022";
    }
  }

  void begin_leaf(MarkdownBlock::Kind kind) {
    end_leaf();
    MarkdownBlock block;
    block.kind = kind;
    block.depth = std::min(static_cast<int>(lists_.size()), kDeepest);
    block.quote = std::min(quote_, kDeepest);
    if (pending_marker_ && kind == MarkdownBlock::Kind::paragraph) {
      block.kind = MarkdownBlock::Kind::item;
      block.marker = *pending_marker_;
      pending_marker_.reset();
    } else if (pending_marker_) {
      // Code or a heading right behind the marker: the marker gets a line of its own.
      MarkdownBlock marker = block;
      marker.kind = MarkdownBlock::Kind::item;
      marker.marker = *pending_marker_;
      pending_marker_.reset();
      blocks_.push_back(std::move(marker));
    }
    blocks_.push_back(std::move(block));
    in_leaf_ = true;
  }

  void end_leaf() { in_leaf_ = false; }

  void set_language(const MD_BLOCK_CODE_DETAIL& detail) {
    std::string language = attribute_text(detail.lang);
    std::transform(language.begin(), language.end(), language.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    blocks_.back().language = std::move(language);
  }

  SpanStyle style() const {
    if (code_ > 0) return SpanStyle::code;
    if (bold_ > 0) return italic_ > 0 ? SpanStyle::bold_italic : SpanStyle::bold;
    if (italic_ > 0) return SpanStyle::italic;
    return strike_ > 0 ? SpanStyle::strike : SpanStyle::plain;
  }

  void append(std::string_view text) {
    auto& block = blocks_.back();
    const bool in_cell = block.kind == MarkdownBlock::Kind::table && !block.rows.empty() &&
                         !block.rows.back().empty();
    MarkdownSpans& spans = in_cell ? block.rows.back().back() : block.spans;
    const std::string link = links_.empty() ? std::string() : links_.back();
    if (!spans.empty() && spans.back().style == style() && spans.back().link == link) {
      spans.back().text += text;
    } else {
      spans.push_back({style(), std::string(text), link});
    }
  }

  std::vector<MarkdownBlock> blocks_;
  std::vector<List> lists_;
  std::vector<std::string> links_;
  std::optional<std::string> pending_marker_;
  bool in_leaf_ = false;
  int quote_ = 0;
  int bold_ = 0;
  int italic_ = 0;
  int code_ = 0;
  int strike_ = 0;
};

Collector& collector(void* data) {
  return *static_cast<Collector*>(data);
}

MD_PARSER make_parser() {
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* data) {
    collector(data).enter_block(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* data) {
    collector(data).leave_block(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* data) {
    collector(data).enter_span(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* data) {
    collector(data).leave_span(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
    collector(data).text(type, {text, size});
    return 0;
  };
  return parser;
}

}  // namespace

std::vector<MarkdownBlock> parse_markdown(std::string_view source) {
  const std::string text = displayable(source);
  const MD_PARSER parser = make_parser();
  Collector blocks;
  if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &blocks) != 0) {
    MarkdownBlock plain;
    plain.spans.push_back({SpanStyle::plain, text, ""});
    return {plain};
  }
  return blocks.take();
}

}  // namespace orchard::app
