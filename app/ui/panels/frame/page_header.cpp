#include "app/ui/panels/frame/page_header.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"

namespace orchard::app::ui {

void draw_page_header(const Canvas& canvas, const Rect& area, std::string_view title,
                      bool with_button, UiState& state) {
  const Scope scope("header");
  canvas.text(Font::semibold_18, Colour::text, area.x + 24, area.y + 14, title);
  canvas.hairline(area.x, area.y + kHeaderHeight - 1, area.w, Colour::line);
  if (!with_button) return;
  const ButtonSpec create{.id = "new",
                          .text = "New workspace",
                          .kind = ButtonKind::primary,
                          .size = ButtonSize::large,
                          .icon = icon::kPlus,
                          .key_cap = "Ctrl N"};
  if (button_right(canvas, area.right() - 24, area.y + 10, create)) {
    state.open_dialog(Dialog::create_workspace);
  }
}

}  // namespace orchard::app::ui
