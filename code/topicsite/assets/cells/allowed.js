/** Of what HTML and figures of a cell may consist, here and in the build, and what is dropped with all that is in it; see `render/allowed.py`. */
export default {
  "elements": "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr",
  "dropped": "applet audio button canvas embed iframe math noembed noframes noscript object plaintext script select style svg template textarea title video xmp",
  "attributes": "colspan rowspan scope span start",
  "schemes": "http https",
  "shapes": "svg g defs path use clipPath rect circle ellipse line polyline polygon text tspan image linearGradient radialGradient stop pattern title desc",
  "geometry": "d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points transform viewBox preserveAspectRatio offset gradientUnits gradientTransform patternUnits patternTransform clipPathUnits clip-path",
  "style": "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path clip-rule stop-color stop-opacity font font-family font-size font-style font-weight text-anchor image-rendering"
};
