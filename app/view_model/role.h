#pragma once

#include <string>

namespace orchard::app {

/// What a colour means; the theme decides how it looks.
enum class Role {
  text,
  muted,
  faint,
  accent,
  info,
  warn,
  danger,
  added,
  deleted,
  track,
  series1,
  series2,
  series3,
  series4,
  syntax_keyword,
  syntax_string,
  syntax_number,
  syntax_comment
};

/// The shapes that tell states apart without colour.
enum class StateMark { running, waiting, done, failed, interrupted, idle, archived, deleted };

/// A short text with its colour and, when not empty, the exact value for the hover.
struct Figure {
  std::string text;
  Role role = Role::text;
  std::string hover;

  bool operator==(const Figure&) const = default;
};

}  // namespace orchard::app
