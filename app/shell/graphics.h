#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>

struct GLFWwindow;
struct ImFontAtlas;

namespace orchard::app::shell {

struct GraphicsOptions {
  std::string title = "Orchard";
  int x = -1;  ///< negative: where the window manager likes
  int y = -1;
  int width = 1440;
  int height = 900;
  bool visible = true;
};

/// A window with an OpenGL context and, once it may draw, a Dear ImGui context in it. One at a
/// time, UI thread; takes everything down again in its destructor.
class Graphics {
 public:
  /// Error unavailable without a display or without OpenGL 3.2.
  [[nodiscard]] static core::Result<std::unique_ptr<Graphics>> open(const GraphicsOptions& options);
  ~Graphics();
  /// Makes the Dear ImGui context. Once, before anything is drawn; the atlas outlives this object.
  void start_drawing(ImFontAtlas& atlas);
  Graphics(const Graphics&) = delete;
  Graphics& operator=(const Graphics&) = delete;

  [[nodiscard]] GLFWwindow* window() const { return window_; }
  /// Device px per logical px of the screen the window is on.
  [[nodiscard]] float content_scale() const;
  /// Gives the atlas to the GPU; call after every rebuild, outside a frame.
  void upload_fonts();
  void begin_frame();
  /// Draws what the frame holds into a viewport of this size on a ground of this colour.
  void end_frame(int width, int height, unsigned int ground);

 private:
  Graphics() = default;
  GLFWwindow* window_ = nullptr;
  bool fonts_uploaded_ = false;
};

}  // namespace orchard::app::shell
