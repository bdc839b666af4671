#pragma once

#include "app/ui/panels/frame/main_window.h"
#include "app/ui/theme/look.h"
#include "tests/support/sample_snapshot.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <imgui.h>

namespace orchard::test {

/// The window without a screen: draws frames into lists, takes clicks and keys, and knows every
/// text that was drawn and where. One at a time.
class ImguiHarness {
 public:
  app::ui::Look look;  ///< first: its atlas outlives the context

  explicit ImguiHarness(float width = 1440, float height = 900)
      : context_(ImGui::CreateContext(&look.atlas())), width_(width), height_(height) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.ConfigInputTextCursorBlink = false;
    io.GetClipboardTextFn = [](void* user) {
      return static_cast<ImguiHarness*>(user)->clipboard_.c_str();
    };
    io.SetClipboardTextFn = [](void* user, const char* text) {
      static_cast<ImguiHarness*>(user)->clipboard_ = text;
    };
    io.ClipboardUserData = this;
    io.MousePos = {-1, -1};
    // The codes of GLFW, as in the program.
    io.KeyMap[ImGuiKey_Tab] = 258;
    io.KeyMap[ImGuiKey_Enter] = 257;
    io.KeyMap[ImGuiKey_Escape] = 256;
    io.KeyMap[ImGuiKey_Backspace] = 259;
    io.KeyMap[ImGuiKey_Space] = 32;
    io.KeyMap[ImGuiKey_A] = 65;
    io.KeyMap[ImGuiKey_RightArrow] = 262;
    io.KeyMap[ImGuiKey_LeftArrow] = 263;
    io.KeyMap[ImGuiKey_DownArrow] = 264;
    io.KeyMap[ImGuiKey_UpArrow] = 265;
  }
  ~ImguiHarness() { ImGui::DestroyContext(context_); }
  ImguiHarness(const ImguiHarness&) = delete;
  ImguiHarness& operator=(const ImguiHarness&) = delete;

  /// Draws one frame; what it wanted is appended to `intents`.
  void frame() {
    if (look.update(theme, scale)) ImGui::GetIO().Fonts->SetTexID(this);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {width_, height_};
    io.DeltaTime = 1.0F / 60;
    texts.clear();
    areas.clear();
    ImGui::NewFrame();
    facts = app::ui::FrameFacts{};
    facts.scale = look.scale();
    facts.seconds = seconds += 1.0 / 60;
    facts.record = &texts;
    facts.areas = &areas;
    const app::ui::Canvas canvas(look.theme(), look.fonts(), facts);
    window.draw(canvas, width_ / facts.scale, height_ / facts.scale, snapshot, now, state, intents);
    ImGui::Render();
    look.want(facts.rare);
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }

  /// The first text drawn that is exactly this; `skip` passes over earlier ones.
  [[nodiscard]] std::optional<app::ui::DrawnText> find(std::string_view text, int skip = 0) const {
    for (const auto& drawn : texts) {
      if (drawn.text == text && skip-- == 0) return drawn;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool shows(std::string_view part) const {
    return std::ranges::any_of(
        texts, [part](const auto& drawn) { return drawn.text.find(part) != std::string::npos; });
  }

  void click_at(float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {x * look.scale(), y * look.scale()};
    frames(2);
    io.MouseDown[0] = true;
    frame();
    io.MouseDown[0] = false;
    frames(2);
  }
  /// False when no such text is on the screen.
  bool click(std::string_view text, int skip = 0) {
    frame();
    const auto found = find(text, skip);
    if (!found) return false;
    click_at(found->box.middle_x(), found->box.middle_y());
    return true;
  }
  void key(int code, bool control = false, bool shift = false) {
    ImGuiIO& io = ImGui::GetIO();
    io.KeyCtrl = control;
    io.KeyShift = shift;
    io.KeysDown[code] = true;
    frame();
    io.KeysDown[code] = false;
    io.KeyCtrl = false;
    io.KeyShift = false;
    frames(2);
  }
  void type(const std::string& text) {
    ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
    frames(2);
  }

  /// Every vertex is a number and near the screen.
  [[nodiscard]] static bool vertices_are_sane() {
    const ImDrawData* data = ImGui::GetDrawData();
    for (int i = 0; i < data->CmdListsCount; ++i) {
      for (const ImDrawVert& vertex : data->CmdLists[i]->VtxBuffer) {
        if (!std::isfinite(vertex.pos.x) || !std::isfinite(vertex.pos.y)) return false;
        if (std::abs(vertex.pos.x) > 1e6F || std::abs(vertex.pos.y) > 1e6F) return false;
      }
    }
    return true;
  }
  [[nodiscard]] bool areas_are_unique() const {
    auto sorted = areas;
    std::ranges::sort(sorted);
    return std::ranges::adjacent_find(sorted) == sorted.end();
  }
  template <class Wanted>
  [[nodiscard]] std::vector<Wanted> wanted() const {
    std::vector<Wanted> found;
    for (const app::Intent& intent : intents) {
      if (const auto* one = std::get_if<Wanted>(&intent)) found.push_back(*one);
    }
    return found;
  }

 private:
  ImGuiContext* context_;  // first: everything below needs it
  float width_;
  float height_;
  std::string clipboard_;

 public:
  app::AppSnapshot snapshot = make_sample_snapshot();
  core::Timestamp now = sample_now();
  app::ui::UiState state;
  app::IntentQueue intents;
  std::string theme = "dark";
  float scale = 1;
  double seconds = 0;
  app::ui::MainWindow window;
  app::ui::FrameFacts facts;
  std::vector<app::ui::DrawnText> texts;
  std::vector<std::uint32_t> areas;
};

}  // namespace orchard::test
