#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/dashboard/workspace_card.h"
#include "app/view_model/role.h"
#include "app/view_model/transcript/line_diff.h"
#include "app/view_model/transcript/tool_input.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace orchard::app {

using ItemPtr = std::shared_ptr<const TranscriptItem>;

/// What the user wrote.
struct UserCard {
  ItemPtr item;
  std::string time;
  std::string hover;
};

/// Markdown of the agent. Parsed by whoever draws it, so that long transcripts open at once.
struct AgentText {
  ItemPtr item;
};

/// A tool call inside a quiet group.
struct ToolLine {
  ItemPtr item;
  std::string title;  ///< "Read src/a.rs"
  StateMark mark = StateMark::done;
};

/// Thinking, or consecutive tool calls, as one line that opens.
struct QuietGroup {
  std::string title;  ///< "Thought for 9 s", "6 tool calls: 3 reads, 2 searches, 1 edit"
  std::string time;   ///< "14 s", may be empty
  bool running = false;
  bool failed = false;            ///< at least one call failed
  std::vector<ItemPtr> thoughts;  ///< for thinking
  std::vector<ToolLine> tools;    ///< for tool calls
};

/// What one edit did.
struct EditCard {
  ItemPtr item;
  std::string verb;  ///< "Edited", "Wrote"
  std::string path;
  std::string language;
  LineDiff diff;
  bool numbered = false;  ///< the line numbers are those of the file
};

/// A question of the agent.
struct PermissionCard {
  OpenRequest request;
  RequestWords words;
  std::string asked;  ///< "Bash · asked 2m 05s ago"
  std::string command;
  std::string path;       ///< for edits
  std::string language;   ///< for edits
  LineDiff diff;          ///< for edits, else empty
  std::string plan;       ///< Markdown, when the agent wants its plan approved
  bool question = false;  ///< of AskUserQuestion: answered in words
  std::vector<AskedQuestion> questions;
  std::string question_text;  ///< Markdown
};

struct TurnFooter {
  std::vector<Figure> figures;  ///< "turn 14", "1m 48s", "212.4K in, 93% cached", …
  ItemPtr answer;               ///< the last text of the agent in this turn, may be null
};

struct NoticeLine {
  Role role = Role::muted;
  std::string text;
};

struct ErrorCard {
  std::string text;
  std::string remedy;
};

/// The reply that is being written.
struct StreamingText {
  std::string text;
  bool thinking = false;
};

using RowContent = std::variant<UserCard, AgentText, QuietGroup, EditCard, PermissionCard,
                                TurnFooter, NoticeLine, ErrorCard, StreamingText>;

/// One row of the column. `content` stays the same object while nothing in it changes, so its
/// address can key a cache of layouts.
struct TranscriptRow {
  std::string id;  ///< stable while the row grows
  int depth = 0;
  std::shared_ptr<const RowContent> content;
};

}  // namespace orchard::app
