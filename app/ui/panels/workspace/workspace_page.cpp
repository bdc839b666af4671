#include "app/ui/panels/workspace/workspace_page.h"

#include "app/ui/panels/workspace/side_panel.h"
#include "app/ui/panels/workspace/workspace_header.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/overview/needs_you_view.h"
#include "app/view_model/text/format.h"
#include "app/view_model/workspace/changes_view.h"
#include "app/view_model/workspace/header_view.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kWidestColumn = 860;
constexpr float kNarrowestCentre = 420;

// The panel leaves when the conversation would get too narrow.
float panel_width(const UiState& state, const Rect& area) {
  if (!state.panel_open) return 0;
  const float width = std::clamp(state.panel_width, 240.0F, 520.0F);
  return area.w - width < kNarrowestCentre ? 0 : width;
}

void drag_panel_edge(const Canvas& canvas, const Rect& panel, UiState& state) {
  const Press edge = press(canvas, "panel-edge", {panel.x - 3, panel.y, 6, panel.h});
  if (edge.hovered || edge.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (!edge.held) return;
  const float mouse = ImGui::GetMousePos().x / canvas.scale();
  state.panel_width = std::clamp(panel.right() - mouse, 240.0F, 520.0F);
}

std::string draft_key(const WorkspaceState& workspace, const SessionSummary* session) {
  return session == nullptr ? workspace.id.value : session->id.value;
}

std::optional<core::PermissionRequestId> first_request(const SessionSummary* session) {
  if (session == nullptr || session->requests.empty()) return std::nullopt;
  return session->requests.front().request;
}

// What an answer to the request would answer now: another text for each of its questions.
std::string asked_now(const UiState& state, const OpenRequest& request) {
  const auto answers = state.answers.find({request.session, request.request});
  const std::size_t given = answers == state.answers.end() ? 0 : answers->second.given.size();
  return request.request.value + " " + std::to_string(given);
}

// Answers to what is not asked any more are of no use.
void forget_closed(UiState& state, const SessionSummary& session) {
  std::erase_if(state.answers, [&session](const auto& entry) {
    const auto& [of, request] = entry.first;
    return of == session.id && std::ranges::find(session.requests, request,
                                                 &OpenRequest::request) == session.requests.end();
  });
}

}  // namespace

/// What one frame works with.
struct WorkspacePage::Frame {
  const Canvas& canvas;
  const AppSnapshot& snapshot;
  const WorkspaceState& workspace;
  const SessionSummary* session;
  core::Timestamp now;
  UiState& state;
  IntentQueue& intents;
};

void WorkspacePage::draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                         core::Timestamp now, UiState& state, IntentQueue& intents) {
  const WorkspaceState* workspace =
      state.workspace ? find_workspace(snapshot, *state.workspace) : nullptr;
  if (workspace == nullptr) {
    canvas.text_centred(Font::regular_13, Colour::faint, area.middle_x(), area.middle_y() - 9,
                        snapshot.loaded ? "This workspace is gone." : "Loading\u2026");
    return;
  }
  const Scope scope(workspace->id.value);
  const SessionSummary* session =
      state.new_session ? nullptr
                        : find_session(*workspace, state.session ? &*state.session : nullptr);
  const Frame frame{canvas, snapshot, *workspace, session, now, state, intents};
  follow_new_session(frame);

  const auto header = make_workspace_header_view(*workspace, state.session, state.new_session);
  const float panel = panel_width(state, area);
  const Rect centre{area.x, area.y, area.w - panel, area.h};
  const auto open = session != nullptr ? std::optional(session->id) : std::nullopt;
  draw_workspace_title(canvas, {centre.x, centre.y, centre.w, kTitleHeight}, header, workspace->id,
                       open, state, intents);
  draw_session_tabs(canvas, {centre.x, centre.y + kTitleHeight, centre.w, kTabsHeight}, header,
                    workspace->id, state, intents);
  const float top = centre.y + kTitleHeight + kTabsHeight;
  draw_conversation(frame, {centre.x, top, centre.w, area.bottom() - top});
  if (panel <= 0) return;
  const Rect side{centre.right(), area.y, panel, area.h};
  draw_side_panel(
      canvas, side, make_changes_view(*workspace, now),
      session != nullptr ? make_session_facts(*session, now) : std::vector<SessionFact>(), state);
  drag_panel_edge(canvas, side, state);
}

// Once the conversation that a first message began is there, it is the one to show.
void WorkspacePage::follow_new_session(const Frame& frame) {
  if (!awaited_ || awaited_->workspace != frame.workspace.id || frame.workspace.sessions.empty()) {
    return;
  }
  const auto& newest = frame.workspace.sessions.front().id;
  if (awaited_->newest == newest) return;
  awaited_.reset();
  if (!frame.state.new_session && frame.session != nullptr) return;
  frame.state.new_session = false;
  frame.state.session = newest;
  frame.intents.emplace_back(OpenConversation{frame.workspace.id, newest});
}

void WorkspacePage::draw_conversation(const Frame& frame, const Rect& area) {
  const std::string key = draft_key(frame.workspace, frame.session);
  if (key != shown_) {
    shown_ = key;
    list_.reset();
  }
  Draft& draft = frame.state.drafts[key];
  const auto view = make_composer_view(frame.workspace, frame.session, frame.snapshot.settings,
                                       draft.text, draft.model, draft.permission_mode);
  const float width = std::min(kWidestColumn, area.w - 48);
  const float height = composer_.height(frame.canvas, view, draft, width);
  const Rect card{std::round(area.x + (area.w - width) / 2), area.bottom() - 15 - height, width,
                  height};
  draw_transcript(frame, {area.x, area.y, area.w, card.y - area.y - 8});
  draw_composer(frame, card, view, draft);
}

bool WorkspacePage::answers_keys(const Frame& frame, const Draft& draft) {
  const bool asks = first_request(frame.session).has_value();
  const std::string question =
      asks ? asked_now(frame.state, frame.session->requests.front()) : std::string();
  const bool guarded = !guard_.lets_answer(question, frame.canvas.facts().seconds);
  const bool busy = frame.state.dialog != Dialog::none || frame.state.deny.has_value() ||
                    ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  const bool writing = !draft.text.empty() || (typing() && !composer_.focused());
  // Enter on a ring presses what the ring surrounds.
  const bool elsewhere = frame.canvas.facts().focus->is_shown() && !composer_.focused();
  return !guarded && !busy && !writing && !elsewhere;
}

// A card that comes or goes moves the others, and the next question takes the place of the one
// before: the second press of a double click must not answer what slid under the mouse.
bool WorkspacePage::takes_presses(const Frame& frame) {
  if (frame.session == nullptr) return true;
  std::string cards = frame.session->id.value;
  for (const OpenRequest& request : frame.session->requests)
    cards += " " + asked_now(frame.state, request);
  return press_guard_.lets_answer(cards, frame.canvas.facts().seconds);
}

void WorkspacePage::draw_transcript(const Frame& frame, const Rect& view) {
  const auto& transcript = frame.snapshot.transcript;
  const bool current =
      transcript && frame.session != nullptr && transcript->session == frame.session->id;
  rows_.update(current ? transcript : nullptr, frame.session, frame.now, frame.workspace.path);
  if (rows_.empty()) {
    const bool loading = frame.session != nullptr && !current;
    const char* text = loading ? "Loading the conversation\u2026"
                               : "Nothing was said yet. Tell the agent what to do.";
    frame.canvas.text_centred(Font::regular_13, Colour::faint, view.middle_x(), view.middle_y(),
                              text);
    return;
  }
  if (frame.session != nullptr) forget_closed(frame.state, *frame.session);
  const auto elsewhere = make_needs_you_view(frame.snapshot, frame.now);
  const bool another =
      std::any_of(elsewhere.items.begin(), elsewhere.items.end(),
                  [&](const auto& item) { return item.workspace != frame.workspace.id; });
  const RowContext context{frame.canvas,
                           frame.state,
                           frame.intents,
                           frame.canvas.facts().seconds,
                           first_request(frame.session),
                           answers_keys(frame, frame.state.drafts[shown_]),
                           takes_presses(frame),
                           another};
  list_.draw(context, rows_, view);
  draw_pill(frame, view);
}

void WorkspacePage::draw_pill(const Frame& frame, const Rect& view) {
  if (list_.at_end()) return;
  const std::string text = list_.unread() > 0
                               ? grouped_number(static_cast<std::int64_t>(list_.unread())) + " new"
                               : std::string("To the end");
  const Canvas& canvas = frame.canvas;
  const float width = canvas.width(Font::semibold_12, text) + 42;
  const Rect box{std::round(view.middle_x() - width / 2), view.bottom() - 36, width, 28};
  // It lies above the rows, so it needs a window of its own.
  ScrollArea area(canvas, "pill", box);
  area.set_content_height(box.h - 1);
  const Press pressed = press(canvas, "to-end", box);
  canvas.capsule(box, list_.unread() > 0 ? Colour::accent_line : Colour::border);
  canvas.capsule(box.inset(1), pressed.hovered ? Colour::hover : Colour::raised);
  canvas.text(Font::semibold_12, Colour::text, box.x + 14, box.y + 6, text);
  canvas.icon(Font::icon_12, Colour::muted, {box.right() - 25, box.y, 12, box.h}, icon::kArrowDown);
  if (pressed.clicked) list_.go_to_end();
}

void WorkspacePage::draw_composer(const Frame& frame, const Rect& card, const ComposerView& view,
                                  Draft& draft) {
  UiState& state = frame.state;
  const bool denies = state.deny.has_value();
  if ((denies && !denying_) || state.dialog != Dialog::none) composer_.drop_focus();
  denying_ = denies;
  const bool take = state.focus_composer && state.dialog == Dialog::none;
  if (take) state.focus_composer = false;
  const ComposerEvent event = composer_.draw(frame.canvas, card, view, draft, take);
  if (event.interrupt && frame.session != nullptr) {
    frame.intents.emplace_back(InterruptTurn{frame.session->id});
  }
  if (!event.send) return;
  const auto session = frame.session != nullptr ? std::optional(frame.session->id) : std::nullopt;
  if (!session) {
    const auto& known = frame.workspace.sessions;
    awaited_ =
        Awaited{frame.workspace.id, known.empty() ? std::nullopt : std::optional(known.front().id)};
  }
  frame.intents.emplace_back(
      SendMessage{frame.workspace.id, session, draft.text, draft.model, draft.permission_mode});
  draft = Draft();
  list_.go_to_end();
}

}  // namespace orchard::app::ui
