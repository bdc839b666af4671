#include "app/shell/picture.h"

#include "app/shell/graphics.h"
#include "app/shell/off_screen.h"
#include "app/ui/panels/frame/main_window.h"
#include "app/ui/theme/look.h"

#include <imgui.h>

namespace orchard::app::shell {
namespace {

// Layouts that measure themselves settle within a few frames; the wheel is turned once they did.
constexpr int kFrames = 5;
constexpr int kWheelFrame = 3;

void feed(const PictureOptions& options, int frame) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
  io.DisplayFramebufferScale = {1, 1};
  io.DeltaTime = 1.0F / 60;
  io.MousePos = {-1, -1};
  if (options.mouse) io.MousePos = {options.mouse->first, options.mouse->second};
  io.MouseWheel = frame == kWheelFrame ? options.wheel : 0;
}

}  // namespace

core::Result<Picture> draw_picture(const PictureOptions& options, const AppSnapshot& snapshot,
                                   core::Timestamp now, ui::UiState& state) {
  if (options.width < 320 || options.height < 240 || options.width > 16384 ||
      options.height > 16384) {
    return core::fail(core::ErrorCode::invalid_argument,
                      "The size of a screenshot lies between 320x240 and 16384x16384.");
  }
  ui::Look look;
  ORCHARD_TRY(const auto graphics, Graphics::open({.width = 64, .height = 64, .visible = false}));
  ORCHARD_TRY(const auto target, OffScreen::make(options.width, options.height));
  graphics->start_drawing(look.atlas());
  ui::MainWindow window;
  const std::string theme = options.theme.empty() ? snapshot.settings.theme : options.theme;
  for (int frame = 0; frame < kFrames; ++frame) {
    if (look.update(theme, options.scale)) graphics->upload_fonts();
    graphics->begin_frame();
    feed(options, frame);
    ImGui::NewFrame();
    ui::FrameFacts facts{.scale = look.scale(), .seconds = 0.75, .reduced_motion = true};
    const ui::Canvas canvas(look.theme(), look.fonts(), facts);
    IntentQueue ignored;
    window.draw(canvas, static_cast<float>(options.width) / facts.scale,
                static_cast<float>(options.height) / facts.scale, snapshot, now, state, ignored);
    target->bind();
    graphics->end_frame(options.width, options.height, look.theme()[ui::Colour::bg]);
    look.want(facts.rare);
  }
  return Picture{options.width, options.height, target->read()};
}

}  // namespace orchard::app::shell
