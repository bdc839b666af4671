# Turns assets/themes/*.json into one C++ table, so that the program carries its colours with it.
# A theme file maps the name of a colour role to "RRGGBB" or "RRGGBBAA".
function(orchard_embed_themes target)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/themes/*.json)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set(tables "")
  set(rows "")
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    string(MAKE_C_IDENTIFIER ${name} identifier)
    file(READ ${file} text)
    string(JSON count LENGTH "${text}")
    math(EXPR last "${count} - 1")
    set(colours "")
    foreach(i RANGE ${last})
      string(JSON role MEMBER "${text}" ${i})
      string(JSON value GET "${text}" ${role})
      string(LENGTH "${value}" length)
      if(length EQUAL 6)
        string(APPEND value "FF")
      endif()
      string(APPEND colours "    {\"${role}\", 0x${value}U},\n")
    endforeach()
    string(APPEND tables "constexpr ThemeColour k_${identifier}[] = {\n${colours}};\n\n")
    string(APPEND rows "    {\"${name}\", k_${identifier}},\n")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/theme_table.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
"#include \"app/ui/theme/theme_table.h\"

namespace orchard::app::ui {
namespace {
@tables@constexpr ThemeTable kTables[] = {
@rows@};
}  // namespace

std::span<const ThemeTable> theme_tables() { return kTables; }

}  // namespace orchard::app::ui
")
  target_sources(${target} PRIVATE ${generated})
endfunction()
