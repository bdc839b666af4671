#pragma once

#include "core/base/result.h"

#include <memory>
#include <vector>

namespace orchard::app::shell {

/// A picture to draw into instead of a window, of any size the driver allows. Needs the current
/// OpenGL context while it lives. UI thread.
class OffScreen {
 public:
  [[nodiscard]] static core::Result<std::unique_ptr<OffScreen>> make(int width, int height);
  ~OffScreen();
  OffScreen(const OffScreen&) = delete;
  OffScreen& operator=(const OffScreen&) = delete;

  void bind() const;
  /// RGB, top row first.
  [[nodiscard]] std::vector<unsigned char> read() const;

 private:
  OffScreen() = default;
  struct Functions;
  std::unique_ptr<Functions> gl_;
  int width_ = 0;
  int height_ = 0;
  unsigned int buffer_ = 0;
  unsigned int pixels_ = 0;
};

}  // namespace orchard::app::shell
