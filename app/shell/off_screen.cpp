#include "app/shell/off_screen.h"

#define GLFW_INCLUDE_GLEXT
#include <algorithm>
#include <cstddef>
#include <type_traits>

#include <GLFW/glfw3.h>

namespace orchard::app::shell {

struct OffScreen::Functions {
  PFNGLGENFRAMEBUFFERSPROC gen_framebuffers = nullptr;
  PFNGLBINDFRAMEBUFFERPROC bind_framebuffer = nullptr;
  PFNGLDELETEFRAMEBUFFERSPROC delete_framebuffers = nullptr;
  PFNGLGENRENDERBUFFERSPROC gen_renderbuffers = nullptr;
  PFNGLBINDRENDERBUFFERPROC bind_renderbuffer = nullptr;
  PFNGLRENDERBUFFERSTORAGEPROC renderbuffer_storage = nullptr;
  PFNGLFRAMEBUFFERRENDERBUFFERPROC framebuffer_renderbuffer = nullptr;
  PFNGLDELETERENDERBUFFERSPROC delete_renderbuffers = nullptr;
  PFNGLCHECKFRAMEBUFFERSTATUSPROC check_status = nullptr;

  bool load() {
    const auto get = [](auto& target, const char* name) {
      target =
          reinterpret_cast<std::remove_reference_t<decltype(target)>>(glfwGetProcAddress(name));
      return target != nullptr;
    };
    return get(gen_framebuffers, "glGenFramebuffers") &&
           get(bind_framebuffer, "glBindFramebuffer") &&
           get(delete_framebuffers, "glDeleteFramebuffers") &&
           get(gen_renderbuffers, "glGenRenderbuffers") &&
           get(bind_renderbuffer, "glBindRenderbuffer") &&
           get(renderbuffer_storage, "glRenderbufferStorage") &&
           get(framebuffer_renderbuffer, "glFramebufferRenderbuffer") &&
           get(delete_renderbuffers, "glDeleteRenderbuffers") &&
           get(check_status, "glCheckFramebufferStatus");
  }
};

core::Result<std::unique_ptr<OffScreen>> OffScreen::make(int width, int height) {
  std::unique_ptr<OffScreen> target(new OffScreen());
  target->gl_ = std::make_unique<Functions>();
  target->width_ = width;
  target->height_ = height;
  Functions& gl = *target->gl_;
  if (!gl.load()) {
    target->gl_.reset();
    return core::fail(core::ErrorCode::unavailable,
                      "The graphics driver cannot draw out of sight; install libgl1-mesa-dri.");
  }
  gl.gen_framebuffers(1, &target->buffer_);
  gl.gen_renderbuffers(1, &target->pixels_);
  gl.bind_framebuffer(GL_FRAMEBUFFER, target->buffer_);
  gl.bind_renderbuffer(GL_RENDERBUFFER, target->pixels_);
  gl.renderbuffer_storage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  gl.framebuffer_renderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
                              target->pixels_);
  if (gl.check_status(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
    return core::fail(core::ErrorCode::unsupported,
                      "The graphics driver refuses a picture of this size; choose a smaller one.");
  }
  return target;
}

OffScreen::~OffScreen() {
  if (!gl_) return;
  gl_->bind_framebuffer(GL_FRAMEBUFFER, 0);
  gl_->delete_framebuffers(1, &buffer_);
  gl_->delete_renderbuffers(1, &pixels_);
}

void OffScreen::bind() const {
  gl_->bind_framebuffer(GL_FRAMEBUFFER, buffer_);
}

std::vector<unsigned char> OffScreen::read() const {
  const auto row = static_cast<std::size_t>(width_) * 3;
  std::vector<unsigned char> pixels(row * static_cast<std::size_t>(height_));
  bind();
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
  // OpenGL's first row is the lowest.
  for (int y = 0; y < height_ / 2; ++y) {
    const auto upper = static_cast<std::ptrdiff_t>(row) * y;
    const auto lower = static_cast<std::ptrdiff_t>(row) * (height_ - 1 - y);
    std::swap_ranges(pixels.begin() + upper,
                     pixels.begin() + upper + static_cast<std::ptrdiff_t>(row),
                     pixels.begin() + lower);
  }
  return pixels;
}

}  // namespace orchard::app::shell
