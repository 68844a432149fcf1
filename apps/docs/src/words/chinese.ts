// What figures, exercises and snippets say in Simplified Chinese.
import type { PageWords } from "./languages.ts";

const sides = { input: "输入", weight: "权重", output: "输出", bias: "偏置" } as const;
const walks = { ...sides, row: "行", column: "列" } as const;

export const chinese: PageWords = {
  figure: {
    sides,
    gradientOf: (side) => `${sides[side]}的梯度`,
    sample: (number) => `样本 ${number}`,
    channel: (number) => `通道 ${number}`,
    group: (number) => `组 ${number}`,
    slice: (number) => `层 ${number}`,
    padding: "填充",
    spokenSample: (number) => `样本 ${number}，`,
    spokenChannel: (number) => `通道 ${number}，`,
    spokenTile: (out, into) => `块 ${out}、${into}，`,
    position: (number) => `位置 ${number}`,
    place: (numbers) => {
      const axes = ["层", "行", "列"].slice(-numbers.length);
      return numbers.map((number, i) => `${axes[i]} ${number}`).join("，");
    },
    element: (side, where, value) => `${side}，${where}：${value}`,
    ties: (way, count, side) => {
      if (side === null) return way === "from" ? `由 ${count} 个乘积相加` : `参与 ${count} 个乘积`;
      return way === "from" ? `来自 ${count} 个${sides[side]}` : `去往 ${count} 个${sides[side]}`;
    },
    withBias: (ties) => `${ties}和偏置`,
    entry: (subject, symbol) => `核矩阵 ${subject}：${symbol}`,
    noEntry: "没有选中元素",
    grid: (name, sizes) => `${name}，${sizes.join(" 乘 ")}`,
    matrix: (rows, columns, entries) => `核矩阵，${rows} 行 ${columns} 列，${entries} 个非零位置`,
    lead: (kind, terms, samples, biased) => {
      const leads = {
        sum: biased ? `是 ${terms} 个乘积与偏置之和` : `是 ${terms} 个乘积之和`,
        reaches: `进入 ${terms} 个和`,
        meets: `参与 ${terms} 个乘积`,
        added: `加到 ${terms} 个输出上`,
        gathers: `是 ${terms} 个梯度之和`,
      };
      return `${leads[kind]}${samples > 1 ? `，来自 ${samples} 个样本` : ""}`;
    },
    noTap: "这个输入与这个输出互不相干",
    more: (terms) => `还有 ${terms} 项`,
    overHues: "（对 K 中同一色相的位置求和）",
    regions: { grids: "网格", formula: "算式", size: "输出尺寸", animation: "动画" },
    player: {
      back: "后退",
      step: "前进",
      stepBack: "后退",
      stepForward: "前进",
      play: "播放",
      pause: "暂停",
    },
    walks,
    stepOf: (step, steps) => `${step} / ${steps}`,
    spokenStep: (step, steps) => `第 ${step} 步，共 ${steps} 步`,
    speed: (perSecond) => `速度：每秒 ${perSecond} 步`,
    newValue: "新的数值",
  },
  turns: {
    size: "输入尺寸",
    channels: "通道",
    groups: "分组",
    stride: "步幅",
    padding: "填充",
    outputPadding: "输出填充",
    dilation: "膨胀",
    depth: "深",
    height: "高",
    width: "宽",
    channelsIn: "入",
    channelsOut: "出",
  },
  around: {
    direction: "方向",
    convolution: "卷积",
    transposed: "转置卷积",
    gradient: "梯度",
    sum: "求和本身",
    ofInput: "x 的梯度",
    ofWeight: "w 的梯度",
    matrix: "矩阵",
    colourBy: "着色方式",
    byWeight: "按权重",
    byWeightTitle: "卷积核的每个位置各有一种色相",
    byValue: "按数值",
    byValueTitle: "负数为蓝，正数为橙",
    tooMany: "元素太多，无法逐一画出。",
    how: "指向一格即可查看，点击固定，键入数字即可修改。",
    playground: "在演练场中打开这一状态",
    entries: (count) => `${count} 个非零位置`,
  },
  exercise: {
    check: "检查",
    right: "正确。",
    wrong: "还不对。",
    incomplete: "每一格都要填一个整数。",
  },
  exercises: {
    convolution: {
      question:
        "图像是 [[1, 2, 0], [0, 1, 3], [2, 0, 1]]，卷积核是 [[1, 0, -1], [2, 0, -2], [1, 0, -1]]。结果只有一个数，是多少？",
      fields: ["y[0, 0]"],
      praise: "九个乘积，一个和。途中谁也没有翻转。",
      hints: {
        turned: "这是先把卷积核翻转再算的结果，数学书里确实这样定义。PyTorch 则原样放上去。",
        products: "把每个数与卷积核同一位置上的数相乘，再把九个乘积全部加起来。",
      },
    },
    "kernel-matrix": {
      question: "3 × 3 的卷积核滑过 6 × 6 的图像，不加填充。K 有几行几列？其中有多少个元素不为零？",
      fields: ["行", "列", "非零元素"],
      praise: "每行九个，其余全是零。",
      hints: {
        rows: "每个输出对应一行：卷积核有多少个落脚的位置？",
        columns: "图像里的每个数对应一列。",
        entries: "每一行恰好装下整个卷积核。",
      },
    },
    transposed: {
      question: "转置卷积的核是全 1 的 3 × 3，输入是全 1 的 4 × 4 图像。输出有多高？角上是几？正中是几？",
      fields: ["高", "角上", "正中"],
      praise: "每个数都把整个卷积核盖印一次，重叠之处相加。",
      hints: {
        height: "与它互为转置的那个卷积，会把这个尺寸变成 4。",
        corner: "有几个印章盖得到角上？",
        middle: "是九个印章，还是更少？",
      },
    },
    stride: {
      question: "卷积核大小为 3。请找出一组步幅与填充，使 28 变成 14；再找出 outputPadding，使转置卷积从 14 回到 28。",
      fields: ["步幅", "填充", "outputPadding"],
      praise: "28 变成 14，14 又回到 28。",
      hints: {},
      narrow: (size) => `这样一来，28 变成了 ${size}。`,
      wide: (size) => `28 的确变成 14；但 14 回来时变成了 ${size}。`,
    },
    dilation: {
      question: "3 × 3 的卷积核，膨胀率为 4：它能放得下的最小图像有多高？填充取多少，输出才与图像一样大？",
      fields: ["图像的高", "填充"],
      praise: "两个宽为 4 的间隔再加一格，正好是 9。两边各补上跨度的一半，尺寸就保持不变。",
      hints: {},
      places: (count) => `这样卷积核还有 ${count} 个位置可放，而最小的图像只容得下一个。`,
      same: (size) => `图像的高对了。但用这个填充，32 会变成 ${size}。`,
    },
    groups: {
      question:
        "一个 3 × 3 的卷积层把 32 个通道变成 64 个，没有偏置。不分组时有多少个权重？逐通道（depthwise）时又有多少？",
      fields: ["不分组", "逐通道"],
      praise: "逐通道只需要三十二分之一。",
      hints: {
        one: "64 个输出通道各自看到 32 个输入通道，每个通道九个权重。",
        depthwise: "64 个输出通道各自只看到一个输入通道。",
      },
    },
    gradients: {
      question: "全 1 的 3 × 3 卷积核滑过 5 × 5 的图像，传回来的梯度处处为 1。图像角上的梯度是几？正中的呢？",
      fields: ["角上", "正中"],
      praise: "一个数的梯度，就是它参与过的每个和各按权重计一次。",
      hints: {
        corner: "角上的数参与了几个输出？",
        middle: "正中的数参与了几个输出？",
      },
    },
  },
  snippet: {
    run: "运行",
    stop: "停止",
    edit: "编辑",
    reset: "还原",
    code: "代码",
    prints: "打印结果",
    running: "运行中……",
    nothing: "没有打印任何内容。",
    stopped: "已停止。",
    untouched: "打印结果：",
    done: (milliseconds) => `已在你的浏览器中运行，用时 ${milliseconds} 毫秒：`,
    late: (seconds) => `已停止：${seconds} 秒内没有运行完。`,
    line: (number) => `第 ${number} 行：`,
  },
};
