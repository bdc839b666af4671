#include "app/view_model/markdown/code_tokens.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace orchard::app {
namespace {

using Inside = CodeState::Inside;

// What a language needs for colouring by line.
struct Language {
  std::span<const std::string_view> names;
  std::span<const std::string_view> keywords;
  std::string_view line_comment;
  bool block_comments = false;
  bool single_quotes = true;  ///< 'text'; in Rust and C a character or a lifetime
  bool short_singles = false;
  bool triple_quotes = false;
  bool backticks = false;
};

constexpr std::array<std::string_view, 8> kCNames{"c",  "h",   "cpp", "c++",
                                                  "cc", "hpp", "cxx", "java"};
constexpr std::array<std::string_view, 62> kCWords{
    "alignas",  "auto",      "bool",     "break",    "case",     "catch",     "char",      "class",
    "const",    "constexpr", "continue", "default",  "delete",   "do",        "double",    "else",
    "enum",     "explicit",  "extern",   "false",    "final",    "float",     "for",       "friend",
    "goto",     "if",        "inline",   "int",      "long",     "mutable",   "namespace", "new",
    "noexcept", "nullptr",   "operator", "override", "private",  "protected", "public",    "return",
    "short",    "signed",    "sizeof",   "static",   "struct",   "switch",    "template",  "this",
    "throw",    "true",      "try",      "typedef",  "typename", "union",     "unsigned",  "using",
    "virtual",  "void",      "volatile", "while",    "co_await", "import"};
constexpr std::array<std::string_view, 2> kRustNames{"rust", "rs"};
constexpr std::array<std::string_view, 38> kRustWords{
    "as",     "async", "await", "break", "const",  "continue", "crate", "dyn",  "else",   "enum",
    "extern", "false", "fn",    "for",   "if",     "impl",     "in",    "let",  "loop",   "match",
    "mod",    "move",  "mut",   "pub",   "ref",    "return",   "self",  "Self", "static", "struct",
    "super",  "trait", "true",  "type",  "unsafe", "use",      "where", "while"};
constexpr std::array<std::string_view, 8> kJsNames{"js",         "jsx",        "ts",  "tsx",
                                                   "javascript", "typescript", "mjs", "cjs"};
constexpr std::array<std::string_view, 46> kJsWords{
    "abstract", "as",       "async",      "await",     "break",  "case",     "catch",  "class",
    "const",    "continue", "default",    "delete",    "do",     "else",     "enum",   "export",
    "extends",  "false",    "finally",    "for",       "from",   "function", "if",     "implements",
    "import",   "in",       "instanceof", "interface", "let",    "new",      "null",   "of",
    "private",  "public",   "readonly",   "return",    "static", "super",    "switch", "this",
    "throw",    "true",     "try",        "type",      "typeof", "undefined"};
constexpr std::array<std::string_view, 2> kPythonNames{"python", "py"};
constexpr std::array<std::string_view, 35> kPythonWords{
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
constexpr std::array<std::string_view, 2> kGoNames{"go", "golang"};
constexpr std::array<std::string_view, 28> kGoWords{
    "break",  "case",        "chan",      "const",  "continue", "default", "defer",
    "else",   "fallthrough", "false",     "for",    "func",     "go",      "goto",
    "if",     "import",      "interface", "map",    "nil",      "package", "range",
    "return", "select",      "struct",    "switch", "true",     "type",    "var"};
constexpr std::array<std::string_view, 6> kShellNames{"sh",  "bash",    "shell",
                                                      "zsh", "console", "dockerfile"};
constexpr std::array<std::string_view, 20> kShellWords{
    "if",   "then", "else",     "elif",   "fi",    "for",    "while", "until",    "do",   "done",
    "case", "esac", "function", "return", "local", "export", "in",    "readonly", "exit", "set"};
constexpr std::array<std::string_view, 3> kJsonNames{"json", "jsonc", "ndjson"};
constexpr std::array<std::string_view, 3> kJsonWords{"true", "false", "null"};
constexpr std::array<std::string_view, 4> kConfigNames{"toml", "yaml", "yml", "ini"};
constexpr std::array<std::string_view, 5> kConfigWords{"true", "false", "null", "yes", "no"};
constexpr std::array<std::string_view, 1> kSqlNames{"sql"};
constexpr std::array<std::string_view, 24> kSqlWords{
    "SELECT", "FROM",  "WHERE", "INSERT", "INTO", "VALUES", "UPDATE", "DELETE",
    "CREATE", "TABLE", "INDEX", "JOIN",   "LEFT", "ON",     "GROUP",  "ORDER",
    "BY",     "LIMIT", "AND",   "OR",     "NOT",  "NULL",   "AS",     "SET"};

constexpr std::array<Language, 9> kLanguages{{
    {kCNames, kCWords, "//", true, true, false, false, false},
    {kRustNames, kRustWords, "//", true, false, true, false, false},
    {kJsNames, kJsWords, "//", true, true, false, false, true},
    {kPythonNames, kPythonWords, "#", false, true, false, true, false},
    {kGoNames, kGoWords, "//", true, true, false, false, true},
    {kShellNames, kShellWords, "#", false, true, false, false, false},
    {kJsonNames, kJsonWords, "//", true, false, false, false, false},
    {kConfigNames, kConfigWords, "#", false, true, false, false, false},
    {kSqlNames, kSqlWords, "--", true, true, false, false, false},
}};

const Language* find_language(std::string_view name) {
  for (const auto& language : kLanguages) {
    if (std::find(language.names.begin(), language.names.end(), name) != language.names.end()) {
      return &language;
    }
  }
  return nullptr;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view closing(Inside inside) {
  switch (inside) {
    case Inside::block_comment:
      return "*/";
    case Inside::triple_double:
      return "\"\"\"";
    case Inside::triple_single:
      return "'''";
    case Inside::backtick:
      return "`";
    case Inside::nothing:
      break;
  }
  return "";
}

// Walks one line from left to right.
class Scanner {
 public:
  Scanner(std::string_view line, const Language& language, CodeState& state)
      : line_(line), language_(language), state_(state) {}

  std::vector<CodeToken> run() {
    while (at_ < line_.size()) {
      if (state_.inside != Inside::nothing) {
        finish_multi_line();
      } else {
        step();
      }
    }
    return std::move(tokens_);
  }

 private:
  bool here(std::string_view text) const {
    return !text.empty() && line_.substr(at_).starts_with(text);
  }

  void emit(CodeTokenKind kind, std::size_t end) {
    if (!tokens_.empty() && tokens_.back().kind == kind) {
      tokens_.back().end = end;
    } else {
      tokens_.push_back({kind, at_, end});
    }
    at_ = end;
  }

  void begin_multi_line(Inside inside, std::size_t opening) {
    state_.inside = inside;
    emit(inside == Inside::block_comment ? CodeTokenKind::comment : CodeTokenKind::string,
         at_ + opening);
    if (at_ < line_.size()) finish_multi_line();
  }

  void finish_multi_line() {
    const auto kind =
        state_.inside == Inside::block_comment ? CodeTokenKind::comment : CodeTokenKind::string;
    const std::string_view close = closing(state_.inside);
    const auto found = line_.find(close, at_);
    if (found == std::string_view::npos) {
      emit(kind, line_.size());
      return;
    }
    emit(kind, found + close.size());
    state_.inside = Inside::nothing;
  }

  // A shell or configuration comment begins a word, so that "$#" and "a#b" stay code.
  bool begins_comment() const {
    if (!here(language_.line_comment)) return false;
    const bool hash = language_.line_comment == "#";
    return !hash || at_ == 0 || line_[at_ - 1] == ' ' || line_[at_ - 1] == '\t';
  }

  void step() {
    const char c = line_[at_];
    if (begins_comment()) {
      emit(CodeTokenKind::comment, line_.size());
    } else if (language_.block_comments && here("/*")) {
      begin_multi_line(Inside::block_comment, 2);
    } else if (language_.triple_quotes && here("\"\"\"")) {
      begin_multi_line(Inside::triple_double, 3);
    } else if (language_.triple_quotes && here("'''")) {
      begin_multi_line(Inside::triple_single, 3);
    } else if (language_.backticks && c == '`') {
      begin_multi_line(Inside::backtick, 1);
    } else if (c == '"' || (c == '\'' && language_.single_quotes)) {
      emit(CodeTokenKind::string, end_of_string(c));
    } else if (c == '\'' && language_.short_singles && is_character_literal()) {
      emit(CodeTokenKind::string, end_of_string(c));
    } else if (is_digit(c)) {
      emit(CodeTokenKind::number, end_of_number());
    } else if (is_word(c)) {
      word();
    } else {
      emit(CodeTokenKind::plain, at_ + 1);
    }
  }

  bool is_character_literal() const {
    const auto rest = line_.substr(at_ + 1);
    return rest.starts_with("\\") || (rest.size() >= 2 && rest[1] == '\'');
  }

  std::size_t end_of_string(char quote) const {
    std::size_t end = at_ + 1;
    while (end < line_.size() && line_[end] != quote) end += line_[end] == '\\' ? 2U : 1U;
    return std::min(end + 1, line_.size());
  }

  std::size_t end_of_number() const {
    std::size_t end = at_;
    while (end < line_.size() && (is_word(line_[end]) || line_[end] == '.')) {
      const bool range = line_[end] == '.' && end + 1 < line_.size() && !is_digit(line_[end + 1]);
      if (range) break;
      ++end;
    }
    return end;
  }

  void word() {
    std::size_t end = at_;
    while (end < line_.size() && is_word(line_[end])) ++end;
    const auto text = line_.substr(at_, end - at_);
    const auto& words = language_.keywords;
    const bool keyword = std::find(words.begin(), words.end(), text) != words.end();
    emit(keyword ? CodeTokenKind::keyword : CodeTokenKind::plain, end);
  }

  std::string_view line_;
  const Language& language_;
  CodeState& state_;
  std::vector<CodeToken> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<CodeToken> tokenize_line(std::string_view line, std::string_view language,
                                     CodeState& state) {
  const Language* known = find_language(language);
  if (known != nullptr) return Scanner(line, *known, state).run();
  if (line.empty()) return {};
  return {{CodeTokenKind::plain, 0, line.size()}};
}

std::string_view language_of_path(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  if (name == "Dockerfile") return "dockerfile";
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot + 1);
}

}  // namespace orchard::app
