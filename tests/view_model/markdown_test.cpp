#include "app/view_model/markdown/markdown.h"

#include "app/view_model/markdown/code_tokens.h"
#include "app/view_model/markdown/plain_text.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

std::string drawn(const MarkdownSpans& spans) {
  constexpr const char* kMarks[] = {"", "*", "/", "*/", "`", "~"};
  std::string text;
  for (const auto& span : spans) {
    const char* mark = kMarks[static_cast<int>(span.style)];
    text += mark + span.text + mark;
    if (!span.link.empty()) text += "<" + span.link + ">";
  }
  return text;
}

std::string drawn(const std::vector<MarkdownBlock>& blocks) {
  constexpr const char* kKinds[] = {"p", "h", "i", "c", "t", "r"};
  std::string text;
  for (const auto& block : blocks) {
    text += kKinds[static_cast<int>(block.kind)];
    if (block.level > 0) text += std::to_string(block.level);
    if (block.depth > 0) text += "d" + std::to_string(block.depth);
    if (block.quote > 0) text += "q" + std::to_string(block.quote);
    if (!block.marker.empty()) text += "[" + block.marker + "]";
    if (!block.language.empty()) text += "(" + block.language + ")";
    text += ":" + drawn(block.spans) + block.code;
    for (const auto& row : block.rows) {
      text += "{";
      for (const auto& cell : row) text += drawn(cell) + ",";
      text += "}";
    }
    text += ";";
  }
  return text;
}

TEST(Markdown, BecomesFlatBlocks) {
  struct Case {
    const char* source;
    const char* blocks;
  };
  const Case cases[] = {
      {"", ""},
      {"plain\ntext", "p:plain text;"},
      {"# Head\nbody", "h1:Head;p:body;"},
      {"a **b** *c* ***d*** `e` ~~f~~", "p:a *b* /c/ */d*/ `e` ~f~;"},
      {"[t](http://x) and http://y.org/z", "p:t<http://x> and http://y.org/z<http://y.org/z>;"},
      {"- a\n- b\n  - c\n", "id1[\u2022]:a;id1[\u2022]:b;id2[\u2022]:c;"},
      {"3. a\n4. b", "id1[3.]:a;id1[4.]:b;"},
      {"- [ ] a\n- [x] b", "id1[\u2610]:a;id1[\u2611]:b;"},
      {"- a\n\n  more\n\n- b", "id1[\u2022]:a;pd1:more;id1[\u2022]:b;"},
      {"-\n- b", "id1[\u2022]:;id1[\u2022]:b;"},
      {"```Rust\nlet a;\n\nb\n```", "c(rust):let a;\n\nb;"},
      {"- ```\n  x\n  ```", "id1[\u2022]:;cd1:x;"},
      {"> a\n> > b", "pq1:a;pq2:b;"},
      {"| a | b |\n|---|---|\n| 1 | **2** |", "t:{a,b,}{1,*2*,};"},
      {"a\n\n---\n\nb", "p:a;r:;p:b;"},
      {"line  \nbreak", "p:line\nbreak;"},
      {"<b>x</b> &amp; &lt; &#65; &unknown;", "p:<b>x</b> & < A &unknown;;"},
      {"```\nunclosed", "c:unclosed;"},
      {"50% %s \\*", "p:50% %s *;"},
  };
  for (const auto& [source, blocks] : cases) EXPECT_EQ(drawn(parse_markdown(source)), blocks);
}

TEST(Markdown, FlattensDeepNestingAndSurvivesNoise) {
  const auto quotes = parse_markdown(std::string(500, '>') + " deep");
  ASSERT_FALSE(quotes.empty());
  EXPECT_LE(quotes.back().quote, 16);
  std::mt19937 random(5);
  const std::string alphabet = "-*_`>|#[]()<>&;\n 1.~a!\\\x1b\xff";
  for (int round = 0; round < 2'000; ++round) {
    std::string source;
    for (auto n = random() % 60; n > 0; --n) source += alphabet[random() % alphabet.size()];
    for (const auto& block : parse_markdown(source)) {
      EXPECT_LE(block.depth, 16);
      EXPECT_EQ(block.code.find('\x1b'), std::string::npos);
    }
  }
}

std::string coloured(std::string_view line, std::string_view language, CodeState& state) {
  constexpr const char* kMarks[] = {"", "K", "S", "N", "C"};
  std::string text;
  std::size_t end = 0;
  for (const auto& token : tokenize_line(line, language, state)) {
    EXPECT_EQ(token.begin, end);
    end = token.end;
    const std::string part(line.substr(token.begin, token.end - token.begin));
    const char* mark = kMarks[static_cast<int>(token.kind)];
    text += token.kind == CodeTokenKind::plain ? part : mark + ("(" + part + ")");
  }
  EXPECT_EQ(end, line.size());
  return text;
}

TEST(CodeTokens, ColourTheCommonLanguages) {
  struct Case {
    const char* language;
    const char* line;
    const char* coloured;
  };
  const Case cases[] = {
      {"cpp", "return x1 + 0x2A; // no", "K(return) x1 + N(0x2A); C(// no)"},
      {"c", "char c = '\\'';", "K(char) c = S('\\'');"},
      {"cpp", "auto s = \"a \\\" b\";", "K(auto) s = S(\"a \\\" b\");"},
      {"rs", "let a: &'a str = 'x'; 0..9", "K(let) a: &'a str = S('x'); N(0)..N(9)"},
      {"ts", "const f = `a", "K(const) f = S(`a)"},
      {"py", "def f(): # c", "K(def) f(): C(# c)"},
      {"go", "func main() { return 1.5 }", "K(func) main() { K(return) N(1.5) }"},
      {"sh", "if [ $# -gt 1 ]; then # x", "K(if) [ $# -gt N(1) ]; K(then) C(# x)"},
      {"json", "{\"a\": true, \"b\": 1}", "{S(\"a\"): K(true), S(\"b\"): N(1)}"},
      {"cpp", "\"unclosed \\", "S(\"unclosed \\)"},
      {"brainfuck", "+[ \"x\" ]", "+[ \"x\" ]"},
      {"cpp", "", ""},
  };
  for (const auto& [language, line, expected] : cases) {
    CodeState state;
    EXPECT_EQ(coloured(line, language, state), expected);
  }
}

TEST(CodeTokens, CarryCommentsAndStringsAcrossLines) {
  CodeState state;
  EXPECT_EQ(coloured("a /* b", "cpp", state), "a C(/* b)");
  EXPECT_EQ(coloured("c", "cpp", state), "C(c)");
  EXPECT_EQ(coloured("d */ if", "cpp", state), "C(d */) K(if)");
  CodeState python;
  EXPECT_EQ(coloured("x = \"\"\"doc", "python", python), "x = S(\"\"\"doc)");
  EXPECT_EQ(coloured("end\"\"\" 1", "python", python), "S(end\"\"\") N(1)");
}

TEST(CodeTokens, KnowLanguagesByExtension) {
  EXPECT_EQ(language_of_path("src/a.rs"), "rs");
  EXPECT_EQ(language_of_path("docker/Dockerfile"), "dockerfile");
  EXPECT_EQ(language_of_path("Makefile"), "");
  EXPECT_EQ(language_of_path(".gitignore"), "");
}

TEST(PlainText, LeavesTheWordsOnly) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"Just words.", "Just words."},
      {"## Context Usage\n\n**Model:** claude-opus-4-8[1m]",
       "Context Usage Model: claude-opus-4-8[1m]"},
      {"I will:\n\n- add a `night` branch;\n- *keep* the order.",
       "I will: \u2022 add a night branch; \u2022 keep the order."},
      {"1. one\n2. two", "1. one 2. two"},
      {"See [the page](https://a.b/c).", "See the page."},
      {"```sh\nmake all\n```", "make all"},
      {"| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"},
      {"2 * 3 is 6, a_b_c stays", "2 * 3 is 6, a_b_c stays"},
      {"cut off in **bold wor", "cut off in bold wor"},
      {"cut off in `code wor", "cut off in code wor"},
      {"cut off before **", "cut off before"},
      {"```sh\nhalf a block", "half a block"},
      {"a\n\n---\n\nb", "a b"},
  };
  for (const auto& [source, plain] : cases) EXPECT_EQ(plain_text(source), plain) << source;
}

}  // namespace
}  // namespace orchard::app
