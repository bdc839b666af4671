#include "app/ui/theme/style.h"

#include <imgui.h>

namespace orchard::app::ui {
namespace {

ImVec4 vector_of(Rgba rgba, float alpha = 1) {
  const auto part = [rgba](unsigned shift) {
    return static_cast<float>((rgba >> shift) & 0xFFU) / 255.0F;
  };
  return {part(24), part(16), part(8), part(0) * alpha};
}

}  // namespace

void apply_style(ImGuiStyle& style, const Theme& theme, float scale) {
  style = ImGuiStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 0;
  style.PopupBorderSize = 1;
  style.PopupRounding = 6 * scale;
  style.FramePadding = {0, 0};
  style.FrameBorderSize = 0;
  style.ItemSpacing = {0, 0};
  style.ItemInnerSpacing = {0, 0};
  style.ScrollbarSize = 10 * scale;
  style.ScrollbarRounding = 5 * scale;
  style.WindowMinSize = {1, 1};
  // Coarser circles show corners in the marks, finer ones bring nothing.
  style.CircleTessellationMaxError = 0.10F;
  style.CurveTessellationTol = 0.30F;
  style.AntiAliasedLines = true;
  style.AntiAliasedFill = true;
  style.AntiAliasedLinesUseTex = true;

  const auto set = [&](ImGuiCol part, Colour colour, float alpha = 1) {
    style.Colors[part] = vector_of(theme[colour], alpha);
  };
  set(ImGuiCol_Text, Colour::text);
  set(ImGuiCol_TextDisabled, Colour::faint);
  set(ImGuiCol_WindowBg, Colour::bg);
  set(ImGuiCol_ChildBg, Colour::bg, 0);
  set(ImGuiCol_PopupBg, Colour::surface);
  set(ImGuiCol_Border, Colour::border);
  set(ImGuiCol_FrameBg, Colour::sunken);
  set(ImGuiCol_ScrollbarBg, Colour::bg, 0);
  set(ImGuiCol_ScrollbarGrab, Colour::border);
  set(ImGuiCol_ScrollbarGrabHovered, Colour::faint);
  set(ImGuiCol_ScrollbarGrabActive, Colour::muted);
  set(ImGuiCol_TextSelectedBg, Colour::accent, 0.35F);
  set(ImGuiCol_NavHighlight, Colour::text, 0);
  set(ImGuiCol_ModalWindowDimBg, Colour::scrim);
}

}  // namespace orchard::app::ui
