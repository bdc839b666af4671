#pragma once

#include "app/model/intent.h"
#include "app/view_model/overview/workspace_face.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

struct CardAction {
  /// allow, always, deny and option answer `request`; reply opens the workspace to write; open
  /// shows it.
  enum class Kind { allow, always, deny, option, reply, open, archive, restore, remove };
  Kind kind = Kind::open;
  std::string text;
  std::string key;  ///< key cap, may be empty
  bool primary = false;
  QuestionAnswer answer = {};  ///< what an option means, in the agent's own words
};

/// A workspace on the dashboard. Large cards act or ask; the others rest.
struct WorkspaceCard {
  core::WorkspaceId workspace;
  std::optional<core::SessionId> session;
  std::optional<core::PermissionRequestId> request;
  Face face = Face::idle;
  StateMark mark = StateMark::idle;
  bool large = false;
  std::string name;
  std::string repository;
  std::string branch;
  std::string base;
  Figure state;
  Figure time;
  std::string message;  ///< what the agent said, asks or failed with
  std::string command;  ///< in mono after the message, for questions about a tool
  std::string tool;     ///< what it does right now, while running
  std::vector<CardAction> actions;
  std::string note;  ///< beside the actions: "2 files uncommitted"
  Figure additions;
  Figure deletions;
  std::string commits;  ///< "6 commits"
  Figure turns;         ///< of the latest session; empty text without one
  Figure tokens;
  Figure cost;
};

[[nodiscard]] WorkspaceCard make_workspace_card(const WorkspaceState& workspace,
                                                const SeenTimes& seen, core::Timestamp now);

/// The button of a question whose options do not all find room.
[[nodiscard]] CardAction only_reply();

/// The answers a question offers and a button to write another one. Only a button that leads to
/// the workspace when it offers more than `most` or wants several answers.
[[nodiscard]] std::vector<CardAction> question_actions(const OpenRequest& request,
                                                       std::size_t most);

/// The words of a permission request: "Run" + command, "Edit" + file, the question of the agent.
struct RequestWords {
  std::string title;    ///< "Allow this command?"
  std::string verb;     ///< "Run", "Edit", "Write", "Use"
  std::string subject;  ///< the command or file; empty for questions
  std::string note;     ///< the agent's own description, may be empty
};
/// Files below `worktree` are named without it.
[[nodiscard]] RequestWords words_of(const OpenRequest& request, std::string_view worktree);

}  // namespace orchard::app
