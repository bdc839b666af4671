#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/transcript/transcript_view.h"

namespace orchard::app::ui {

/// The page of one workspace: header, tabs, transcript, composer and the panel at the right. Owns
/// the layout caches of the transcript. UI thread.
class WorkspacePage {
 public:
  /// `area` is everything right of the sidebar.
  void draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
            core::Timestamp now, UiState& state, IntentQueue& intents);

 private:
  TranscriptRows rows_;
};

}  // namespace orchard::app::ui
