// expect: hole_in_style_attribute
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p style=\"width: {}%\">", 5);
