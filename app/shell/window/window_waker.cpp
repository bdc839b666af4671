#include "app/shell/window/window_waker.h"

#include <GLFW/glfw3.h>

namespace orchard::app::shell {

void WindowWaker::wake() {
  const std::lock_guard lock(mutex_);
  if (open_) glfwPostEmptyEvent();
}

void WindowWaker::set_open(bool open) {
  const std::lock_guard lock(mutex_);
  open_ = open;
}

}  // namespace orchard::app::shell
