#include "git/archive/manifest.h"

#include <gtest/gtest.h>

namespace orchard::git {
namespace {

TEST(Manifest, SurvivesAnyName) {
  Manifest manifest{"abc", "b", "id", true, 2, {}, {"a note"}};
  manifest.paths = {{KeptKind::file, 0755, "oid", "a\nb\t\xff"},
                    {KeptKind::link, 0, "", "empty target"},
                    {KeptKind::removed, 0, "", "-x"},
                    {KeptKind::directory, 02700, "", "in/.git"}};
  const auto back = parse_manifest(format_manifest(manifest));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->paths, manifest.paths);
  EXPECT_EQ(back->notes, manifest.notes);
  EXPECT_EQ(back->head, "abc");
}

TEST(Manifest, RefusesDamageAndEscapes) {
  EXPECT_FALSE(parse_manifest(""));
  EXPECT_FALSE(parse_manifest("something else"));
  Manifest manifest;
  for (const char* path : {"../x", "/etc/passwd", "a/../../b", ""}) {
    manifest.paths = {{KeptKind::file, 0644, "oid", path}};
    EXPECT_FALSE(parse_manifest(format_manifest(manifest))) << path;
  }
}

}  // namespace
}  // namespace orchard::git
