#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/ui/panels/workspace/composer.h"
#include "app/ui/transcript/transcript_list.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/ui/widgets/focus.h"
#include "app/view_model/transcript/transcript_view.h"

#include <optional>
#include <string>

namespace orchard::app::ui {

/// The page of one workspace: header, tabs, transcript, composer and the panel at the right. Owns
/// the layout caches of the transcript. UI thread.
class WorkspacePage {
 public:
  /// `area` is everything right of the sidebar.
  void draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
            core::Timestamp now, UiState& state, IntentQueue& intents);

 private:
  struct Frame;
  void follow_new_session(const Frame& frame);
  void draw_conversation(const Frame& frame, const Rect& area);
  void draw_transcript(const Frame& frame, const Rect& view);
  void draw_pill(const Frame& frame, const Rect& view);
  void draw_composer(const Frame& frame, const Rect& card, const ComposerView& view, Draft& draft);
  [[nodiscard]] bool answers_keys(const Frame& frame, const Draft& draft);
  [[nodiscard]] bool takes_presses(const Frame& frame);

  TranscriptRows rows_;
  TranscriptList list_;
  Composer composer_;
  std::string shown_;  ///< the conversation the list belongs to
  KeyGuard guard_;
  KeyGuard press_guard_;  ///< the same for presses, which all cards take
  bool denying_ = false;
  /// A first message was sent: the conversation opens when it is there.
  struct Awaited {
    core::WorkspaceId workspace;
    std::optional<core::SessionId> newest;  ///< before it was sent
  };
  std::optional<Awaited> awaited_;
};

}  // namespace orchard::app::ui
